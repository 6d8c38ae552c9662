//! How long one record against many takes: `pool CONFIG ID PEOPLE.csv QUERIES`. Learns from the file, then asks for
//! records of the file spread over all of it.

use std::time::{Duration, Instant};

use linkage::{Config, Pool, Table, Verdicts, Watch, files, link};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [config, id, people, queries] = arguments.as_slice() else {
        return Err("usage: pool CONFIG ID PEOPLE.csv QUERIES".into());
    };
    let config = Config::from_toml(&std::fs::read_to_string(config)?)?;
    let queries: usize = queries.parse()?;
    let input = files::read(&[people.into()], &config, id)?;
    let model = link(&input.table, &config, None, &Verdicts::default(), &Watch::nobody())?.model;
    let records = input.table.len();
    let values = |record: usize| -> Vec<String> {
        (0..config.fields.len()).map(|field| input.table.text(record, field).to_owned()).collect()
    };
    let start = Instant::now();
    let mut open = Table::new(&config);
    (0..records).for_each(|record| open.push(&values(record)));
    let mut pool = Pool::new(open, &config, model)?;
    let built = start.elapsed();
    let mut times: Vec<Duration> = Vec::with_capacity(queries);
    for at in 0..queries {
        let asked = values(at * records / queries.max(1));
        let start = Instant::now();
        let found = pool.query(&asked, 10);
        times.push(start.elapsed());
        if found.is_empty() {
            return Err(format!("record {at} does not find itself").into());
        }
    }
    times.sort_unstable();
    let at =
        |share: usize| times.get(times.len().saturating_sub(1) * share / 100).copied().unwrap_or_default();
    println!(
        "{records} records, built in {:.1} s; a query: median {:.2} ms, 95th percentile {:.2} ms, worst {:.2} ms",
        built.as_secs_f64(),
        at(50).as_secs_f64() * 1e3,
        at(95).as_secs_f64() * 1e3,
        at(100).as_secs_f64() * 1e3
    );
    Ok(())
}
