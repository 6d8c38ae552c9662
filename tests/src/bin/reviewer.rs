//! One person reviewing sales in a process of their own: `reviewer DATABASE_URL USERNAME PASSWORD FOLDER`.
#![allow(clippy::unwrap_used)]

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap();
    let (url, username, password, folder) = (next(), next(), next(), next());
    stories::people::reviewer::work(url, username, password, folder.into()).await;
}
