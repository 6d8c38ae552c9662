//! The harness of the stories: a test application on either database.
