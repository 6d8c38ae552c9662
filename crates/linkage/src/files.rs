//! Linking files: records from CSV, pairs and groups to CSV, truth from CSV.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Reader, ReaderBuilder, Writer};

use crate::config::Config;
use crate::evaluate::{Quality, quality_of_clusters, quality_of_pairs};
use crate::explain::explain;
use crate::run::Linkage;
use crate::table::Table;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be opened, read or written.
    #[error("{0}: {1}")]
    File(PathBuf, String),
    /// A column that the configuration names is not in it.
    #[error("{0}: there is no column `{1}`; there are: {2}")]
    Column(PathBuf, String, String),
    /// Two records of one file share an identifier.
    #[error("the identifier `{0}` is there twice; identifiers must differ within and across the files")]
    Twice(String),
    /// More than two files, or none.
    #[error("one or two files are needed")]
    Count,
    /// The truth says nothing of a record.
    #[error("{0}: nothing is said of the record `{1}`")]
    Untold(PathBuf, String),
}

/// Records read from files.
#[derive(Debug)]
pub struct Input {
    /// The records, finished.
    pub table: Table,
    ids: String,
    ends: Vec<usize>,
}

impl Input {
    /// The identifier of a record.
    pub fn id(&self, record: u32) -> &str {
        let at = record as usize;
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[from..self.ends[at]]
    }

    fn all_ids(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..u32::try_from(self.ends.len()).unwrap_or(u32::MAX)).map(|record| (record, self.id(record)))
    }
}

/// Reads one file, or two to be linked with each other. Commas, semicolons and tabs are told apart by the first
/// line; UTF-8 and Windows-1252 are understood.
///
/// # Errors
/// A file cannot be read, lacks a column, or repeats an identifier.
pub fn read(paths: &[PathBuf], config: &Config, id: &str) -> Result<Input, FileError> {
    if paths.is_empty() || paths.len() > 2 {
        return Err(FileError::Count);
    }
    let mut input = Input { table: Table::new(config), ids: String::new(), ends: Vec::new() };
    for (at, path) in paths.iter().enumerate() {
        if at == 1 {
            input.table.begin_second();
        }
        read_one(path, config, id, &mut input)?;
    }
    input.table.finish();
    no_id_twice(&input)?;
    Ok(input)
}

fn read_one(path: &Path, config: &Config, id: &str, input: &mut Input) -> Result<(), FileError> {
    let (mut reader, names) = open(path)?;
    let column = |name: &str| {
        let missing = || FileError::Column(path.to_owned(), name.to_owned(), names.join(", "));
        names.iter().position(|other| other.eq_ignore_ascii_case(name)).ok_or_else(missing)
    };
    let id = column(id)?;
    let mut fields = Vec::new();
    for field in &config.fields {
        let columns = Config::columns_of(field).into_iter().map(column).collect::<Result<Vec<usize>, _>>()?;
        fields.push(if field.several {
            columns.chunks(1).map(<[usize]>::to_vec).collect()
        } else {
            vec![columns]
        });
    }
    let mut values: Vec<Vec<String>> = fields.iter().map(|parts| vec![String::new(); parts.len()]).collect();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| told(path, &error))? {
        push_text(record.get(id).unwrap_or_default(), &mut input.ids);
        input.ends.push(input.ids.len());
        for (value, columns) in values.iter_mut().flatten().zip(fields.iter().flatten()) {
            value.clear();
            for &column in columns {
                if !value.is_empty() {
                    value.push(' ');
                }
                push_text(record.get(column).unwrap_or_default(), value);
            }
        }
        input.table.push_each(&values);
    }
    Ok(())
}

fn told(path: &Path, error: &dyn std::fmt::Display) -> FileError {
    FileError::File(path.to_owned(), error.to_string())
}

/// Opens a CSV file; gives its column names.
fn open(path: &Path) -> Result<(Reader<BufReader<File>>, Vec<String>), FileError> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(|error| told(path, &error))?);
    let start = file.fill_buf().map_err(|error| told(path, &error))?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| line.iter().filter(|byte| **byte == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(file);
    let head = reader.byte_headers().map_err(|error| told(path, &error))?;
    let mut names = Vec::new();
    for cell in head {
        let mut name = String::new();
        push_text(cell, &mut name);
        names.push(name.trim_start_matches('\u{feff}').trim().to_owned());
    }
    Ok((reader, names))
}

/// Appends bytes as UTF-8, or as Latin letters where they are not.
fn push_text(bytes: &[u8], out: &mut String) {
    match std::str::from_utf8(bytes) {
        Ok(text) => out.push_str(text),
        Err(_) => out.extend(bytes.iter().map(|byte| char::from(*byte))),
    }
}

fn no_id_twice(input: &Input) -> Result<(), FileError> {
    let mut order: Vec<u32> = input.all_ids().map(|(record, _)| record).collect();
    order.sort_unstable_by_key(|record| input.id(*record));
    match order.windows(2).find(|two| input.id(two[0]) == input.id(two[1])) {
        Some(two) => Err(FileError::Twice(input.id(two[0]).to_owned())),
        None => Ok(()),
    }
}

/// Writes the pairs with what each field says, the most probable first.
///
/// # Errors
/// The file cannot be written.
pub fn write_pairs(path: &Path, input: &Input, config: &Config, linkage: &Linkage) -> Result<(), FileError> {
    let mut out = create(path)?;
    let mut head = vec!["id_1".to_owned(), "id_2".to_owned()];
    head.extend(["probability", "household", "linked", "automatic"].map(str::to_owned));
    for field in &config.fields {
        head.extend([field.name.clone(), format!("{}_weight", field.name)]);
    }
    let written = |result: csv::Result<()>| result.map_err(|error| told(path, &error));
    written(out.write_record(&head))?;
    for pair in &linkage.pairs {
        let why = explain(&input.table, &linkage.model, pair.one, pair.other);
        let linked = linkage.clusters.of(pair.one) == linkage.clusters.of(pair.other);
        let mut row = vec![input.id(pair.one).to_owned(), input.id(pair.other).to_owned()];
        row.push(format!("{:.6}", pair.score.probability));
        row.push(format!("{:.6}", pair.score.household));
        row.extend([linked, linked && linkage.is_automatic(config, pair)].map(|flag| flag.to_string()));
        for part in why.parts {
            row.extend([part.level.to_owned(), format!("{:.2}", part.weight)]);
        }
        written(out.write_record(&row))?;
    }
    out.flush().map_err(|error| told(path, &error))
}

/// Writes each record's group: the identifier of its first record.
///
/// # Errors
/// The file cannot be written.
pub fn write_clusters(path: &Path, input: &Input, linkage: &Linkage) -> Result<(), FileError> {
    let mut out = create(path)?;
    let written = |result: csv::Result<()>| result.map_err(|error| told(path, &error));
    written(out.write_record(["id", "cluster"]))?;
    for (record, id) in input.all_ids() {
        written(out.write_record([id, input.id(linkage.clusters.of(record))]))?;
    }
    out.flush().map_err(|error| told(path, &error))
}

fn create(path: &Path) -> Result<Writer<BufWriter<File>>, FileError> {
    Ok(Writer::from_writer(BufWriter::new(File::create(path).map_err(|error| told(path, &error))?)))
}

/// How good a result is, by the truth of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// The pairs above the threshold, before groups were formed.
    pub pairs: Quality,
    /// The groups.
    pub clusters: Quality,
    /// The pairs that may be merged without a person asking. Its recall is against all there are.
    pub automatic: Quality,
}

/// Compares a result with the truth: a CSV file whose first column is the identifier and whose second is the person.
///
/// # Errors
/// The file cannot be read or says nothing of a record.
pub fn evaluate(path: &Path, input: &Input, config: &Config, linkage: &Linkage) -> Result<Report, FileError> {
    let (mut reader, _) = open(path)?;
    let mut people: HashMap<String, u32> = HashMap::new();
    let mut person_of: HashMap<String, u32> = HashMap::new();
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| told(path, &error))? {
        let (mut id, mut person) = (String::new(), String::new());
        push_text(record.get(0).unwrap_or_default(), &mut id);
        push_text(record.get(1).unwrap_or_default(), &mut person);
        let next = u32::try_from(people.len()).unwrap_or(u32::MAX);
        person_of.insert(id, *people.entry(person).or_insert(next));
    }
    let mut truth = Vec::with_capacity(input.table.len());
    for (_, id) in input.all_ids() {
        let person = person_of.get(id).ok_or_else(|| FileError::Untold(path.to_owned(), id.to_owned()))?;
        truth.push(*person);
    }
    let second = input.table.second();
    let linked = linkage.pairs.iter().filter(|pair| pair.score.probability >= linkage.model.threshold);
    let together =
        |pair: &&crate::run::Pair| linkage.clusters.of(pair.one) == linkage.clusters.of(pair.other);
    let automatic = linkage.pairs.iter().filter(|pair| linkage.is_automatic(config, pair)).filter(together);
    Ok(Report {
        pairs: quality_of_pairs(linked.map(|pair| (pair.one, pair.other)), &truth, second),
        clusters: quality_of_clusters(&linkage.clusters, &truth, second),
        automatic: quality_of_pairs(automatic.map(|pair| (pair.one, pair.other)), &truth, second),
    })
}
