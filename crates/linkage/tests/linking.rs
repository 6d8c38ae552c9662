//! The engine from its outside: determinism, verdicts, cancelling, two files, single pairs, other people's data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use linkage::files::{self, FileError};
use linkage::{
    Comparer, Config, Frequencies, LinkError, Linkage, Model, Table, Verdicts, Watch, explain, link,
};

const CONFIG: &str = "[[field]]\nname = 'name'\nkind = 'person_name'\nidentity = true\n[[field]]\nname = 'birth'\n\
    kind = 'date'\nidentity = true\n[[field]]\nname = 'city'\nkind = 'name'\n[[block]]\nkeys = ['birth:value']\n\
    [[block]]\nkeys = ['name:sounds']\n[[block]]\nkeys = ['name:first_sound', 'birth:year']\n";

fn config() -> Config {
    Config::from_toml(CONFIG).unwrap()
}

/// Two hundred people; every fifth is there twice, the second time with a slip.
fn people() -> Vec<[String; 3]> {
    let given = ["Ana", "Bia", "Caio", "Davi", "Enzo", "Fabio", "Gil", "Hugo", "Iara", "Joel"];
    let surnames = ["Krug", "Lobo", "Maia", "Neri", "Olmo", "Pena", "Quadros", "Rios", "Saldanha", "Tomé"];
    let mut people = Vec::new();
    for at in 0..200_usize {
        let name =
            format!("{} {} {}", given[at % 10], surnames[at / 10 % 10], surnames[(at * 7 + at / 100) % 10]);
        let birth = format!("19{:02}-{:02}-{:02}", 40 + at % 57, 1 + at % 12, 1 + at * 5 % 28);
        let city = ["Santos", "Recife", "Belém"][at % 3].to_owned();
        people.push([name.clone(), birth.clone(), city.clone()]);
        if at % 5 == 0 {
            people.push([name.replace("aldanha", "aldnha"), birth, String::new()]);
        }
    }
    people
}

/// A record with one value in each field.
fn each<S: AsRef<str>>(values: &[S]) -> Vec<[&str; 1]> {
    values.iter().map(|value| [value.as_ref()]).collect()
}

fn table(people: &[[String; 3]], second: Option<usize>) -> Table {
    let mut table = Table::new(&config());
    for (at, person) in people.iter().enumerate() {
        if Some(at) == second {
            table.begin_second();
        }
        table.push(person);
    }
    table.finish();
    table
}

fn run(people: &[[String; 3]], verdicts: &Verdicts) -> Linkage {
    link(&table(people, None), &config(), None, verdicts, &Watch::nobody()).unwrap()
}

#[test]
fn the_same_input_gives_the_same_result_on_any_number_of_threads() {
    let people = people();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let one = alone.install(|| run(&people, &Verdicts::default()));
    let other = many.install(|| run(&people, &Verdicts::default()));
    assert_eq!(one.pairs, other.pairs);
    assert_eq!((one.clusters, one.model), (other.clusters, other.model));
    assert!(one.pairs.len() >= 40);
}

#[test]
fn dup_3_verdicts_are_honoured() {
    let people = people();
    let before = run(&people, &Verdicts::default());
    assert_eq!(before.clusters.of(1), before.clusters.of(0));
    let mut verdicts = Verdicts::default();
    verdicts.different(1, 0);
    verdicts.same(2, 5);
    let after = run(&people, &verdicts);
    assert_ne!(after.clusters.of(1), after.clusters.of(0));
    assert_eq!(after.clusters.of(2), after.clusters.of(5));
    assert!(after.pairs.iter().all(|pair| (pair.one, pair.other) != (0, 1)));
}

#[test]
fn a_stopped_run_gives_no_result() {
    let stop = AtomicBool::new(true);
    let watch = Watch::new(&stop, &|_, _, _| {});
    let result = link(&table(&people(), None), &config(), None, &Verdicts::default(), &watch);
    assert!(matches!(result, Err(LinkError::Cancelled(_))));
}

#[test]
fn one_to_one_gives_each_record_at_most_one_partner_in_the_other_file() {
    let person = |name: &str| [name.to_owned(), "1980-02-03".to_owned(), "Santos".to_owned()];
    let mut records = people();
    records.truncate(100);
    records.push(person("Wanda Krzyz"));
    let second = records.len();
    records.extend([person("Wanda Krzyz"), person("Wanda Krzys")]);
    let mut config = config();
    config.linking.one_to_one = true;
    let table = table(&records, Some(second));
    let linkage = link(&table, &config, None, &Verdicts::default(), &Watch::nobody()).unwrap();
    let group = linkage.clusters.groups();
    let of_wanda: Vec<_> = group.iter().filter(|group| group.contains(&100)).collect();
    assert_eq!(of_wanda, [&vec![100, 101]]);
    assert!(linkage.pairs.iter().all(|pair| (pair.one as usize) < second && pair.other as usize >= second));
}

#[test]
fn dup_2_an_explanation_names_value_level_and_weight_of_each_field() {
    let people = people();
    let table = table(&people, None);
    let linkage = run(&people, &Verdicts::default());
    let why = explain(&table, &linkage.model, 0, 1);
    let levels: Vec<(&str, &str)> = why.parts.iter().map(|part| (part.field.as_str(), part.level)).collect();
    assert_eq!(levels, [("name", "exact"), ("birth", "exact"), ("city", "missing")]);
    assert!(why.parts[0].weight > 3.0 && why.parts[1].weight > 3.0);
    assert!(why.parts[2].weight.abs() < f64::EPSILON, "missing is no disagreement");
    assert_eq!((why.parts[2].one.as_str(), why.parts[2].other.as_str()), ("santos", ""));
}

#[test]
fn a_model_for_other_fields_is_refused() {
    let linkage = run(&people(), &Verdicts::default());
    let other = Config::from_toml(&CONFIG.replace("city", "town")).unwrap();
    let result =
        link(&table(&people(), None), &other, Some(linkage.model), &Verdicts::default(), &Watch::nobody());
    assert!(matches!(result, Err(LinkError::Model(_))));
}

#[test]
fn dup_1_one_pair_weighs_what_it_weighs_in_a_scan() {
    let people = people();
    let linkage = run(&people, &Verdicts::default());
    let frequencies = table(&people, None).frequencies();
    let mut comparer = Comparer::new(&config(), linkage.model.clone(), &frequencies).unwrap();
    let mut compared = 0;
    for pair in linkage.pairs.iter().filter(|pair| pair.score.probability > 0.5) {
        let records = [pair.one, pair.other].map(|record| &people[record as usize]);
        let why = comparer.compare(&each(records[0]), &each(records[1]));
        assert!((why.probability - pair.score.probability).abs() < 0.1, "{pair:?} {why:?}");
        compared += 1;
    }
    assert!(compared >= 40);
    assert!(comparer.compare(&each(&people[0]), &each(&people[4])).probability < 0.01, "hardly one person");
}

#[test]
fn dup_2_what_is_common_weighs_less_without_its_records() {
    let of = |name: &str, count: usize| {
        std::iter::repeat_n([name.to_owned(), String::new(), String::new()], count)
    };
    let people: Vec<_> = of("Maria Silva", 2_000).chain(of("Wanda Krzyz", 6)).collect();
    let frequencies = table(&people, None).frequencies();
    let kept = serde_json::to_string(&frequencies).unwrap();
    let frequencies: Frequencies = serde_json::from_str(&kept).unwrap();
    let mut comparer = Comparer::new(&config(), Model::defaults(&config()), &frequencies).unwrap();
    let mut weight = |name: &str| {
        let values = [name, "1980-02-03", "Recife"];
        comparer.compare(&each(&values), &each(&values)).parts[0].weight
    };
    assert!(weight("Wanda Krzyz") > weight("Maria Silva") + 5.0);
}

/// Made up in the manner of the FEBRL sets: swapped names, one digit off, fields left out.
const FOREIGN: &str = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id\n\
a-org, mitchell, greene, 7, wallaby place, delmar, cleveland, 2119, sa, 19560409, 1804974\n\
a-dup, greene, mitchell, 7, wallabyplace, delmar, clevelnd, 2191, sa, 19560409, 1804974\n\
b-org, harley, mccarthy, 177, pridham street, milton, marsden, 3165, nsw, 19080419, 6089216\n\
b-dup, harley, mccarthey, , pridham street, , marsden, 3165, nsw, 19080419, 6089261\n\
c-org, madeline, mason, 54, hoseason street, lakefront village, granville, 4881, nsw, 19081128, 2185997\n\
d-org, isabelle, ward, 23, christie street, , leumeah, 2536, vic, 19921119, 9435148\n";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("linkage-test-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn other_data_runs_by_a_configuration_without_code() {
    let folder = folder("foreign");
    let (file, truth) = (folder.join("people.csv"), folder.join("truth.csv"));
    std::fs::write(&file, FOREIGN).unwrap();
    std::fs::write(&truth, "id,who\na-org,a\na-dup,a\nb-org,b\nb-dup,b\nc-org,c\nd-org,d\n").unwrap();
    let config = Config::from_toml(linkage::FEBRL).unwrap();
    let input = files::read(&[file], &config, "rec_id").unwrap();
    let linkage = link(&input.table, &config, None, &Verdicts::default(), &Watch::nobody()).unwrap();
    let report = files::evaluate(&truth, &input, &config, &linkage).unwrap();
    assert_eq!((report.clusters.right, report.clusters.found, report.clusters.actual), (2, 2, 2));
    files::write_pairs(&folder.join("pairs.csv"), &input, &config, &linkage).unwrap();
    files::write_clusters(&folder.join("clusters.csv"), &input, &linkage).unwrap();
    let pairs = std::fs::read_to_string(folder.join("pairs.csv")).unwrap();
    assert!(
        pairs.starts_with("id_1,id_2,probability,household,linked,automatic,name,name_weight,"),
        "{pairs}"
    );
    let clusters = std::fs::read_to_string(folder.join("clusters.csv")).unwrap();
    assert!(clusters.contains("a-dup,a-org\n") && clusters.contains("d-org,d-org\n"), "{clusters}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn spreadsheets_of_brazil_are_read_and_faults_of_files_are_told() {
    let folder = folder("faults");
    let file = folder.join("people.csv");
    let read = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        files::read(std::slice::from_ref(&file), &config(), "ID")
    };
    let input = read(b"\xef\xbb\xbfid;name;birth;city\r\n1;Jo\xe3o;01/02/1980;Bel\xe9m\r\n").unwrap();
    assert_eq!(
        (input.table.text(0, 0), input.table.text(0, 1), input.table.text(0, 2)),
        ("joao", "19800201", "belem")
    );
    assert!(
        matches!(read(b"id,name,birth\n1,Ana,1980\n"), Err(FileError::Column(_, name, _)) if name == "city")
    );
    assert!(matches!(read(b"id,name,birth,city\n1,A,,\n1,B,,\n"), Err(FileError::Twice(id)) if id == "1"));
    assert!(matches!(files::read(&[], &config(), "id"), Err(FileError::Count)));
    let nothing = read(b"id,name,birth,city\n").unwrap();
    let linkage = link(&nothing.table, &config(), None, &Verdicts::default(), &Watch::nobody()).unwrap();
    assert!(linkage.pairs.is_empty() && linkage.clusters.groups().is_empty());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn dup_1_any_of_several_telephones_brings_records_together() {
    let folder = folder("several");
    let file = folder.join("people.csv");
    let rows = "1,Wanda Krzyz,19998124471,11970001111\n2,Wanda Krzys,21988887777,(19) 99812-4471\n\
                3,Ana Lima,21988887777,\n4,Bia Reis,,\n";
    std::fs::write(&file, format!("id,name,phone_1,phone_2\n{rows}")).unwrap();
    let config = Config::from_toml(
        "[[field]]\nname = 'name'\nkind = 'person_name'\nidentity = true\n[[field]]\nname = 'phone'\nkind = 'phone'\n\
         columns = ['phone_1', 'phone_2']\nseveral = true\n[[block]]\nkeys = ['phone:value']\n[limits]\nkeep = 1e-9\n",
    )
    .unwrap();
    let input = files::read(std::slice::from_ref(&file), &config, "id").unwrap();
    let linkage = link(&input.table, &config, None, &Verdicts::default(), &Watch::nobody()).unwrap();
    let mut met: Vec<(u32, u32)> = linkage.pairs.iter().map(|pair| (pair.one, pair.other)).collect();
    met.sort_unstable();
    assert_eq!(met, [(0, 1), (1, 2)], "each pair once, by its second telephone too");
    let why = explain(&input.table, &linkage.model, 0, 1);
    assert_eq!((why.parts[1].level, why.parts[1].one.as_str()), ("exact", "19998124471"));
    assert_eq!(why.parts[1].one, why.parts[1].other);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn one_frequent_name_does_not_make_the_work_explode() {
    let mut records = Vec::new();
    for at in 0..20_000_u32 {
        records.push([
            "Maria da Silva".to_owned(),
            format!("{}-01-{:02}", 1950 + at % 50, 1 + at % 28),
            String::new(),
        ]);
    }
    let linkage = run(&records, &Verdicts::default());
    let most = 20_000 * 3 * 80;
    assert!(linkage.statistics.compared < most, "{}", linkage.statistics.compared);
    assert!(linkage.statistics.divided_by_rule.iter().any(|records| *records > 0));
}
