//! `retaguarda duplicates link` as a person at a shell meets it: files in, files out, no database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const PEOPLE: &str = "codigo;name;birth_date;document;mother_name;phone;email;street;number;cep\n\
1;Wanderleia Krzyzanowski;07/03/1980;529.982.247-25;Helga Krzyzanowski;(11) 98765-4321;wand@exemplo.com.br;Rua das Flores;10;01310-100\n\
2;WANDERLEIA KRZYZANOVSKI;1980-03-07;52998224725;;11987654321;;R. das Flores;10;01310100\n\
3;Maria da Silva;01/01/1975;111.444.777-35;Ana Silva;(21) 91234-5678;;Av. Brasil;7;20040-002\n\
4;Jo\u{e3}o da Silva;09/09/1999;;Maria da Silva;(21) 91234-5678;;Av. Brasil;7;20040-002\n";

fn retaguarda(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retaguarda"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn dup_1_a_file_is_linked_and_measured_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
    std::fs::write(folder.path().join("truth.csv"), "id,who\n1,a\n2,a\n3,b\n4,c\n").unwrap();
    let files =
        ["--input", "people.csv", "--id", "codigo", "--pairs", "pairs.csv", "--clusters", "groups.csv"];
    let mut arguments = vec!["--json", "duplicates", "link", "--truth", "truth.csv"];
    arguments.extend(files);
    let run = retaguarda(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&told["groups"], &told["statistics"]["records"]), (&1.into(), &4.into()), "{told}");
    assert_eq!(told["quality"]["clusters"]["f1"].as_f64(), Some(1.0), "{told}");
    let groups = std::fs::read_to_string(folder.path().join("groups.csv")).unwrap();
    assert_eq!(groups, "id,cluster\n1,1\n2,1\n3,3\n4,4\n");
    let pairs = std::fs::read_to_string(folder.path().join("pairs.csv")).unwrap();
    assert!(pairs.lines().nth(1).unwrap().starts_with("1,2,"), "{pairs}");
    let mut spoken = vec!["--lang", "pt-BR", "duplicates", "link", "--truth", "truth.csv"];
    spoken.extend(files);
    let spoken = text(&retaguarda(folder.path(), &spoken).stdout);
    assert!(spoken.starts_with("4 registros,") && spoken.contains("grupos: precisão 1.00000"), "{spoken}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "no database was made");
}

#[test]
fn faults_of_files_and_configurations_have_their_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.csv"), PEOPLE).unwrap();
    std::fs::write(folder.path().join("odd.toml"), "split = []\n[[field]]\nname = 'x'\nkind = 'odd'\n")
        .unwrap();
    let run = |arguments: &[&str]| {
        let mut all = vec!["duplicates", "link"];
        all.extend(arguments);
        let run = retaguarda(folder.path(), &all);
        (run.status.code(), text(&run.stderr))
    };
    let (code, told) = run(&["--input", "nobody.csv"]);
    assert!(code == Some(4) && told.contains("nobody.csv"), "{code:?} {told}");
    let (code, told) = run(&["--input", "people.csv", "--id", "rec_id"]);
    assert!(
        code == Some(3) && told.contains("there is no column `rec_id`; there are: codigo, name"),
        "{code:?} {told}"
    );
    let (code, told) = run(&["--input", "people.csv", "--config", "odd.toml"]);
    assert!(
        code == Some(3) && told.contains("odd.toml") && told.contains("unknown variant `odd`"),
        "{code:?} {told}"
    );
    assert_eq!(run(&[]).0, Some(2));
    let ready = retaguarda(folder.path(), &["duplicates", "link", "--print-config", "brazil"]);
    assert!(text(&ready.stdout).contains("kind = \"person_name\""), "{ready:?}");
}
