//! How long a quote of 60 items takes: layout alone, and the whole way to the file.

#[path = "../examples/quote/document.rs"]
mod document;

fn main() {
    divan::main();
}

#[divan::bench]
fn layout(bencher: divan::Bencher) {
    let quote = document::quote();
    bencher.bench(|| paper::layout(&quote));
}

#[divan::bench]
fn render(bencher: divan::Bencher) {
    let quote = document::quote();
    bencher.bench(|| paper::render(&quote));
}
