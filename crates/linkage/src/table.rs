//! Records in columns: each distinct value once, with what is derived from it, and a number per record.

use crate::config::{Config, MOST_FIELDS};
use crate::frequencies::{FieldFrequencies, Frequencies, most_frequent};
use crate::interner::Interner;
use crate::kind::Kind;
use crate::normal;
use crate::sound::sound;

/// The records to link. A value's number 0 means missing.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    /// Value numbers, record after record.
    rows: Vec<u32>,
    /// Further values of records that have several in a field, by record.
    more: Vec<Further>,
    /// By record, a bit for each field with several values; empty while no record has any.
    several: Vec<u16>,
    /// Where the second file begins.
    second: Option<usize>,
    scratch: String,
    normal: String,
}

/// A value beside the first one of a record.
#[derive(Debug, Clone, Copy)]
struct Further {
    record: u32,
    field: u32,
    value: u32,
}

/// The distinct values of one field.
#[derive(Debug)]
pub(crate) struct Column {
    kind: Kind,
    texts: Interner,
    /// How many records have each value.
    counts: Vec<u32>,
    /// How many records have a value.
    total: u32,
    /// Of names the mark of the generation, of documents whether the check digits fit.
    flags: Vec<u8>,
    words: Option<Words>,
}

/// The words of the values of a column.
#[derive(Debug, Default)]
pub(crate) struct Words {
    texts: Interner,
    sounds: Interner,
    sound_of: Vec<u32>,
    /// Where the words of each value begin in `list`.
    starts: Vec<u32>,
    list: Vec<u32>,
    /// Records with the word in the first place, and anywhere.
    first: Vec<u32>,
    anywhere: Vec<u32>,
}

/// So many made-up records with usual values stand behind the counts.
const LEAN: f32 = 5_000.0;
/// How usual a word of a name is.
const USUAL_WORD: f32 = 0.004;

/// Sizes of a column, to go back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    values: usize,
    words: usize,
    sounds: usize,
}

/// A value with more words is cut: nobody has as many names.
pub(crate) const MOST_WORDS: usize = 16;
/// Values of one record in one field that are looked at.
pub const MOST_VALUES: usize = 8;

impl Words {
    fn new() -> Self {
        Self { sound_of: vec![0], starts: vec![0, 0], first: vec![0], anywhere: vec![0], ..Self::default() }
    }

    fn add_value(&mut self, text: &str, code: &mut String) {
        for word in text.split(' ').take(MOST_WORDS) {
            let id = self.add_word(word, code);
            if id != 0 {
                self.list.push(id);
            }
        }
        self.starts.push(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
    }

    fn add_word(&mut self, word: &str, code: &mut String) -> u32 {
        let (id, fresh) = self.texts.intern(word);
        if fresh {
            code.clear();
            sound(word, code);
            let (sound, _) = self.sounds.intern(code);
            self.sound_of.push(sound);
            self.first.push(0);
            self.anywhere.push(0);
        }
        id
    }

    fn frequencies(&self) -> Vec<(String, u32, u32)> {
        let all = self.first.iter().zip(&self.anywhere).zip(0_u32..);
        let common =
            most_frequent(all.map(|((first, behind), word)| (word, *first, *behind)), |one| one.1.max(one.2));
        common.into_iter().map(|(word, first, behind)| (self.text(word).to_owned(), first, behind)).collect()
    }

    /// The words of a value.
    pub fn of(&self, value: u32) -> &[u32] {
        &self.list[self.starts[value as usize] as usize..self.starts[value as usize + 1] as usize]
    }

    /// A word's letters.
    pub fn text(&self, word: u32) -> &str {
        self.texts.get(word)
    }

    /// A word's sound.
    pub fn sound(&self, word: u32) -> &str {
        self.sounds.get(self.sound_of[word as usize])
    }

    /// Whether two words sound alike.
    pub fn same_sound(&self, one: u32, other: u32) -> bool {
        let sound = self.sound_of[one as usize];
        sound != 0 && sound == self.sound_of[other as usize]
    }

    fn count(&mut self, value: u32, more: bool) {
        let range = self.starts[value as usize] as usize..self.starts[value as usize + 1] as usize;
        for (at, &word) in self.list[range].iter().enumerate() {
            let place = if at == 0 { &mut self.first } else { &mut self.anywhere };
            let count = &mut place[word as usize];
            *count = if more { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    fn forget(&mut self, values: usize, words: usize, sounds: usize) {
        self.starts.truncate(values + 1);
        self.list.truncate(self.starts.last().map_or(0, |end| *end as usize));
        self.texts.forget(words);
        self.sounds.forget(sounds);
        self.sound_of.truncate(words);
        self.first.truncate(words);
        self.anywhere.truncate(words);
    }
}

impl Column {
    fn new(kind: Kind) -> Self {
        let words = kind.has_words().then(Words::new);
        Self { kind, texts: Interner::default(), counts: vec![0], total: 0, flags: vec![0], words }
    }

    /// The number of a value, without counting a record.
    fn intern(&mut self, normal: &str, code: &mut String) -> u32 {
        let (value, fresh) = self.texts.intern(normal);
        if fresh {
            self.counts.push(0);
            let mut text = normal;
            let mut flag = 0;
            match self.kind {
                Kind::PersonName => {
                    if let Some((rest, last)) = normal.rsplit_once(' ') {
                        flag = normal::generation(last);
                        text = if flag == 0 { normal } else { rest };
                    }
                }
                Kind::Document => flag = u8::from(brazil::document::Document::parse(normal).is_ok()),
                _ => {}
            }
            self.flags.push(flag);
            if let Some(words) = &mut self.words {
                words.add_value(text, code);
            }
        }
        value
    }

    fn frequencies(&self) -> FieldFrequencies {
        let all = self.counts.iter().zip(0_u32..).skip(1).map(|(count, value)| (value, *count));
        let values = most_frequent(all, |one| one.1);
        FieldFrequencies {
            total: self.total,
            values: values.into_iter().map(|(value, count)| (self.text(value).to_owned(), count)).collect(),
            words: self.words.as_ref().map(Words::frequencies).unwrap_or_default(),
        }
    }

    /// Counts what is common in a base whose records are not here.
    fn expect(&mut self, seen: &FieldFrequencies, code: &mut String) {
        for (value, count) in &seen.values {
            let value = self.intern(value, code) as usize;
            self.counts[value] = *count;
        }
        for (word, first, behind) in &seen.words {
            let Some(words) = &mut self.words else { break };
            let word = words.add_word(word, code) as usize;
            (words.first[word], words.anywhere[word]) = (*first, *behind);
        }
        self.total = seen.total;
    }

    /// Counts a record with a value in or out.
    fn count(&mut self, value: u32, more: bool) {
        if value == 0 {
            return;
        }
        let count = &mut self.counts[value as usize];
        (*count, self.total) = if more {
            (*count + 1, self.total + 1)
        } else {
            (count.saturating_sub(1), self.total.saturating_sub(1))
        };
        if let Some(words) = &mut self.words {
            words.count(value, more);
        }
    }

    /// How many values, words and sounds there are.
    fn mark(&self) -> Mark {
        let (words, sounds) =
            self.words.as_ref().map_or((0, 0), |words| (words.texts.len(), words.sounds.len()));
        Mark { values: self.texts.len(), words, sounds }
    }

    /// Forgets the values that came after a mark.
    fn forget(&mut self, mark: Mark) {
        self.texts.forget(mark.values);
        self.counts.truncate(mark.values);
        self.flags.truncate(mark.values);
        if let Some(words) = &mut self.words {
            words.forget(mark.values, mark.words, mark.sounds);
        }
    }

    /// Number of distinct values, 0 included.
    pub fn distinct(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }

    /// How its values are compared.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A value's normal form.
    pub fn text(&self, value: u32) -> &str {
        self.texts.get(value)
    }

    /// Of a name its generation, of a document 1 where it is valid.
    pub fn flag(&self, value: u32) -> u8 {
        self.flags[value as usize]
    }

    /// Words of the values, where the kind has them.
    pub fn words(&self) -> Option<&Words> {
        self.words.as_ref()
    }

    /// The chance that a record with a value has this one.
    pub fn chance(&self, value: u32) -> f32 {
        self.share(self.counts[value as usize], self.kind.usual_chance())
    }

    /// The chance that a record with a value has this word in the first place.
    pub fn chance_first(&self, word: u32) -> f32 {
        self.words.as_ref().map_or(0.0, |words| self.share(words.first[word as usize], USUAL_WORD))
    }

    /// The chance that a record with a value has this word behind the first place.
    pub fn chance_behind(&self, word: u32) -> f32 {
        self.words.as_ref().map_or(0.0, |words| self.share(words.anywhere[word as usize], USUAL_WORD))
    }

    /// A share that leans on what is usual as long as there are few records.
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exactness")]
    fn share(&self, count: u32, usual: f32) -> f32 {
        (count.max(1) as f32 + LEAN * usual) / (self.total.max(1) as f32 + LEAN)
    }

    /// The chance that two random records agree exactly.
    pub fn chance_of_equality(&self) -> f64 {
        let total = f64::from(self.total.max(2));
        let pairs: f64 =
            self.counts.iter().map(|&count| f64::from(count) * (f64::from(count) - 1.0).max(0.0)).sum();
        pairs / (total * (total - 1.0))
    }

    /// How many records have a value.
    pub fn total(&self) -> u32 {
        self.total
    }
}

impl Table {
    /// An empty table for the fields of a configuration.
    pub fn new(config: &Config) -> Self {
        let columns = config.fields.iter().take(MOST_FIELDS).map(|field| Column::new(field.kind)).collect();
        Self {
            columns,
            rows: Vec::new(),
            more: Vec::new(),
            several: Vec::new(),
            second: None,
            scratch: String::new(),
            normal: String::new(),
        }
    }

    /// An empty table that knows what is common in a base.
    pub(crate) fn with_frequencies(config: &Config, frequencies: &Frequencies) -> Self {
        let mut table = Self::new(config);
        for (column, seen) in table.columns.iter_mut().zip(&frequencies.fields) {
            column.expect(seen, &mut table.scratch);
        }
        table
    }

    /// What is common among the records.
    pub fn frequencies(&self) -> Frequencies {
        Frequencies { fields: self.columns.iter().map(Column::frequencies).collect() }
    }

    /// Adds a record: one text per field, in the order of the configuration; empty means missing.
    pub fn push<S: AsRef<str>>(&mut self, values: &[S]) {
        let each: Vec<[&str; 1]> = values.iter().map(|value| [value.as_ref()]).collect();
        self.push_each(&each);
    }

    /// Adds a record that may have several values in a field, in the order of preference: two telephones, for one.
    /// Records agree in such a field as far as the two values do that agree most. More than [`MOST_VALUES`] of a field
    /// are not looked at.
    pub fn push_each<V: AsRef<[S]>, S: AsRef<str>>(&mut self, values: &[V]) {
        let record = self.len();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let all = values.get(at).map_or(&[][..], AsRef::as_ref);
            let mut found = [0; MOST_VALUES];
            let mut count = 0;
            for raw in all.iter().take(MOST_VALUES) {
                normal::normalise(column.kind, raw.as_ref(), &mut self.scratch, &mut self.normal);
                let value = column.intern(&self.normal, &mut self.scratch);
                if value != 0 && !found[..count].contains(&value) {
                    column.count(value, true);
                    found[count] = value;
                    count += 1;
                }
            }
            self.rows.push(found[0]);
            if count > 1 {
                self.several.resize(record + 1, 0);
                self.several[record] |= 1 << at;
                let further = found[1..count].iter();
                let (record, field) =
                    (u32::try_from(record).unwrap_or(u32::MAX), u32::try_from(at).unwrap_or(0));
                self.more.extend(further.map(|&value| Further { record, field, value }));
            }
        }
    }

    /// From here on records belong to the second file; only pairs across the two are looked at.
    pub fn begin_second(&mut self) {
        self.second = Some(self.len());
    }

    /// Gives back the memory that only adding needs. To be called after the last record.
    pub fn finish(&mut self) {
        for column in &mut self.columns {
            column.texts.seal();
            if let Some(words) = &mut column.words {
                words.texts.seal();
                words.sounds.seal();
            }
        }
        self.rows.shrink_to_fit();
        self.more.shrink_to_fit();
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.rows.len() / self.columns.len().max(1)
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The normal form of a record's value.
    pub fn text(&self, record: usize, field: usize) -> &str {
        self.columns[field].text(self.value(record, field))
    }

    pub(crate) fn value(&self, record: usize, field: usize) -> u32 {
        self.rows[record * self.columns.len() + field]
    }

    pub(crate) fn row(&self, record: u32) -> &[u32] {
        let from = record as usize * self.columns.len();
        &self.rows[from..from + self.columns.len()]
    }

    /// A bit for each field in which a record has several values.
    pub(crate) fn several(&self, record: u32) -> u16 {
        self.several.get(record as usize).copied().unwrap_or(0)
    }

    /// All values of a record in a field, the first one first; none where it is missing.
    pub(crate) fn values(&self, record: u32, field: usize) -> impl Iterator<Item = u32> + Clone {
        let first = self.row(record)[field];
        let more = if self.several(record) >> field & 1 == 0 {
            &[][..]
        } else {
            let from = self.more.partition_point(|further| further.record < record);
            let until = self.more.partition_point(|further| further.record <= record);
            &self.more[from..until]
        };
        let further = more.iter().filter(move |further| further.field as usize == field);
        (first != 0).then_some(first).into_iter().chain(further.map(|further| further.value))
    }

    pub(crate) fn column(&self, field: usize) -> &Column {
        &self.columns[field]
    }

    /// Sizes to go back to with [`Self::take_last`].
    pub(crate) fn marks(&self) -> Vec<Mark> {
        self.columns.iter().map(Column::mark).collect()
    }

    /// Takes the last record out again with all values that came with it.
    pub(crate) fn take_last(&mut self, marks: &[Mark]) {
        if let Some(last) = self.len().checked_sub(1) {
            self.count_out(last);
            self.rows.truncate(last * self.columns.len());
            self.several.truncate(last);
            let kept = self.more.partition_point(|further| (further.record as usize) < last);
            self.more.truncate(kept);
            for (column, mark) in self.columns.iter_mut().zip(marks) {
                column.forget(*mark);
            }
        }
    }

    /// A record's values no longer count as seen.
    pub(crate) fn count_out(&mut self, record: usize) {
        let Ok(number) = u32::try_from(record) else { return };
        for field in 0..self.columns.len() {
            let values: Vec<u32> = self.values(number, field).collect();
            for value in values {
                self.columns[field].count(value, false);
            }
        }
    }

    pub(crate) fn second(&self) -> Option<usize> {
        self.second
    }

    /// How many pairs could be looked at.
    #[expect(clippy::cast_precision_loss, reason = "a number of pairs needs no exactness")]
    pub(crate) fn possible_pairs(&self) -> f64 {
        let all = self.len() as f64;
        match self.second {
            Some(second) => second as f64 * (all - second as f64),
            None => all * (all - 1.0) / 2.0,
        }
    }
}
