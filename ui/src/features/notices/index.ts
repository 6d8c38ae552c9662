export { NoticeBell } from "./NoticeBell";
