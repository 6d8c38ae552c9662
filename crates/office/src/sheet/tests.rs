use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook};

use super::header::{self, Field};
use super::value::{self, DateOrder, Decimal};
use super::{Cell, FIRST_ROWS, FileKind, Row, Sheet};
use crate::error::{Error, Result};

const FIELDS: &[Field] = &[
    Field { key: "code", many: false, names: &["codigo", "cod", "code"] },
    Field { key: "name", many: false, names: &["nome razao social", "nome", "name"] },
    Field { key: "document", many: false, names: &["cpf cnpj", "documento"] },
    Field { key: "phone", many: true, names: &["telefone", "tel fixo", "celular"] },
    Field { key: "monthly", many: false, names: &["mensalidade", "preco mensal", "valor"] },
];

fn read(bytes: &[u8], fields: &[Field]) -> Result<Sheet> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    super::read(file.path(), fields)
}

fn table(text: &str) -> Sheet {
    read(text.as_bytes(), FIELDS).unwrap()
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(Cell::text).collect()
}

fn refusal(bytes: &[u8]) -> String {
    let Err(Error::Invalid(issues)) = read(bytes, FIELDS) else { panic!("taken") };
    issues[0].code.clone()
}

fn keys(sheet: &Sheet) -> Vec<Option<&'static str>> {
    let (at, _) = header::find(&sheet.first, FIELDS).unwrap();
    header::map(&sheet.first[at], FIELDS).into_iter().map(|field| field.map(|field| field.key)).collect()
}

#[test]
fn sys_5_the_delimiter_is_told_from_commas_in_amounts() {
    for delimiter in [";", "\t", "|"] {
        let text = "Código;Nome;Valor\n1;Rua A, 10;385,27\n2;Rua B, 20;12,00\n3;Rua C, 7;1,00\n"
            .replace(';', delimiter);
        let sheet = table(&text);
        assert_eq!(sheet.source.delimiter, delimiter);
        assert_eq!(texts(&sheet.first[1]), ["1", "Rua A, 10", "385,27"]);
    }
    let sheet = table("Código,Nome,Valor\n1,\"Sá, Ana\",\"385,27\"\n2,Eva,\"1,00\"\n");
    assert_eq!(sheet.source.delimiter, ",");
    assert_eq!(texts(&sheet.first[1]), ["1", "Sá, Ana", "385,27"]);
    assert_eq!(table("sep=|\nNome|Valor\nA;B;C|1\n").source.delimiter, "|");
}

#[test]
fn sys_5_every_usual_encoding_is_read() {
    let text = "Código;Nome\n1;Ângela Sertório\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut mixed = latin.clone();
    mixed.extend("2;Zoë – Muñoz\n".as_bytes());
    let cases: [(&str, Vec<u8>); 6] = [
        ("utf-8", text.as_bytes().to_vec()),
        ("utf-8", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("windows-1252", latin),
        ("utf-16le", [b"\xff\xfe".to_vec(), utf_16.clone()].concat()),
        ("utf-16le", utf_16),
        ("windows-1252 + utf-8", mixed),
    ];
    for (encoding, bytes) in cases {
        let sheet = read(&bytes, FIELDS).unwrap();
        assert_eq!(sheet.source.encoding, encoding);
        assert_eq!(texts(&sheet.first[0]), ["Código", "Nome"]);
        assert_eq!(texts(&sheet.first[1]), ["1", "Ângela Sertório"]);
    }
}

#[test]
fn sys_5_a_quote_nobody_closed_spoils_its_own_line_only() {
    let sheet = table(
        "Código;Nome;Valor\n1;\"Padaria;10\n2;TV 32\" LED;20\n3;\"Rua A\nfundos\";30\n4;\"Bar \"\"do\"\" Zé\";40\n\
         5;\"X;Y;\n6;Fim;60\n",
    );
    let rows: Vec<(i64, Vec<String>, Option<&str>)> =
        sheet.first.iter().skip(1).map(|row| (row.line, texts(row), row.flaw)).collect();
    let own = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    assert_eq!(rows[0], (2, own(["1", "Padaria", "10"]), None));
    assert_eq!(rows[1], (3, own(["2", "TV 32\" LED", "20"]), None));
    assert_eq!(rows[2], (4, own(["3", "Rua A\nfundos", "30"]), None));
    assert_eq!(rows[3], (6, own(["4", "Bar \"do\" Zé", "40"]), None));
    assert_eq!((rows[4].0, rows[4].2), (7, Some("broken_quotes")));
    assert_eq!(rows[5], (8, own(["6", "Fim", "60"]), None));
}

#[test]
fn sys_5_ragged_and_empty_lines_keep_their_numbers() {
    let sheet = table("\r\nCódigo;Nome;Valor\r\n\r\n1;Ana\r\n;;\r\n2;Eva;3,00;sobra\r\n");
    let lines: Vec<(i64, usize)> = sheet.first.iter().map(|row| (row.line, row.cells.len())).collect();
    assert_eq!(lines, [(2, 3), (4, 2), (6, 4)]);
    assert_eq!(sheet.first[1].cell(7), &Cell::Empty);
}

#[test]
fn sys_5_what_is_no_table_is_refused_by_name_of_its_kind() {
    assert_eq!(refusal(b""), "file_empty");
    assert_eq!(refusal(b" \r\n\t"), "file_empty");
    assert_eq!(refusal(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "file_not_a_table");
    assert_eq!(refusal(b"%PDF-1.7 abc"), "file_not_a_table");
    assert_eq!(refusal(b"<html><table><tr><td>1</td></tr></table>"), "file_not_a_table");
    assert_eq!(refusal(&[b"abc;def\n".as_slice(), &[0, 1, 2, 3]].concat()), "file_not_a_table");
    assert_eq!(refusal(b"PK\x03\x04 cut short"), "file_corrupted");
    assert_eq!(refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short"), "file_corrupted");
    let wide: String = vec!["a"; 1000].join(";") + "\n";
    assert_eq!(refusal(wide.as_bytes()), "file_too_many_columns");
    let long = format!("Código;Nome\n1;{}\n", "x".repeat(40_000));
    assert_eq!(refusal(long.as_bytes()), "file_cell_too_long");
}

#[test]
fn sys_5_a_truncated_or_bursting_workbook_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Nome").unwrap();
    sheet.write(1, 0, "x".repeat(30_000)).unwrap();
    let whole = book.save_to_buffer().unwrap();
    for part in [4, 100, whole.len() / 2, whole.len() - 30] {
        assert_eq!(refusal(&whole[..part]), "file_corrupted", "{part}");
    }
    let mut far = Workbook::new();
    far.add_worksheet().write(1_048_575, 16_383, 1).unwrap();
    assert_eq!(refusal(&far.save_to_buffer().unwrap()), "file_too_many_columns");
}

#[test]
fn sys_5_workbooks_give_dates_numbers_and_the_sheet_that_fits() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Resumo").unwrap().write(0, 0, "Total geral").unwrap();
    let list = book.add_worksheet().set_name("Clientes").unwrap();
    list.merge_range(0, 0, 0, 3, "Relação de clientes", &Format::new()).unwrap();
    for (column, text) in
        ["CÓD.", "NOME / RAZÃO SOCIAL", "Mensalidade (R$)", "Telefone", "Telefone"].iter().enumerate()
    {
        list.write(3, u16::try_from(column).unwrap(), *text).unwrap();
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    list.write(5, 0, 1000).unwrap();
    list.write_with_format(5, 1, rust_xlsxwriter::ExcelDateTime::from_ymd(1975, 4, 22).unwrap(), &date)
        .unwrap();
    list.write_formula(5, 2, rust_xlsxwriter::Formula::new("=1+1").set_result("385.27")).unwrap();
    let sheet = read(&book.save_to_buffer().unwrap(), FIELDS).unwrap();
    assert_eq!((sheet.source.kind, sheet.source.sheet.as_str()), (FileKind::Xlsx, "Clientes"));
    assert_eq!(keys(&sheet), [Some("code"), Some("name"), Some("monthly"), Some("phone"), Some("phone")]);
    let row = sheet.first.last().unwrap();
    assert_eq!(row.line, 6);
    assert_eq!(row.cell(1), &Cell::Date(NaiveDate::from_ymd_opt(1975, 4, 22).unwrap()));
    assert_eq!(value::cents(row.cell(2), Decimal::Comma), Ok(Some(38_527)));
    assert_eq!(row.cell(0).text(), "1000");
}

#[test]
fn sys_5_the_header_is_found_below_titles_and_its_names_are_loose() {
    let sheet = table(
        "Relação de clientes;;\nEmitido em 23/11/2026;;\n\nvalor *;NOME DO CLIENTE;Documento\n1;Ana;2\n",
    );
    assert_eq!(header::find(&sheet.first, FIELDS), Some((2, 3)));
    assert_eq!(keys(&sheet), [Some("monthly"), Some("name"), Some("document")]);
    let sheet = table("C.Ó.D.;Nome/Razão Social;Doc. (CPF);Tel. Fixo;Preço mens.\n1;Ana;2;3;4\n");
    assert_eq!(keys(&sheet), [Some("code"), Some("name"), Some("document"), Some("phone"), Some("monthly")]);
    let none = table("a;b;c\n1;2;3\n");
    assert_eq!(header::find(&none.first, FIELDS), None);
}

fn text(text: &str) -> Cell {
    Cell::from_text(text)
}

#[test]
fn sys_5_dates_are_read_as_people_write_them() {
    let expected = NaiveDate::from_ymd_opt(1975, 4, 22);
    let cells = [
        text("22/04/1975"),
        text("22/4/75"),
        text("22-04-1975"),
        text("22.04.75"),
        text("1975-04-22"),
        text("1975-04-22T00:00:00"),
        text("22/04/1975 00:00"),
        text("27506"),
        Cell::Number(27_506.0),
        text("22-abr-1975"),
        text("22/abr/75"),
        text("22 de abril de 1975"),
        text("22041975"),
        text("19750422"),
    ];
    for cell in cells {
        assert_eq!(value::date(&cell, DateOrder::DayFirst, 2026), Ok(expected), "{cell:?}");
    }
    let american = [text("04/22/1975"), text("01/02/1980")];
    assert_eq!(DateOrder::of(american.iter()), DateOrder::MonthFirst);
    assert_eq!(value::date(&american[0], DateOrder::MonthFirst, 2026), Ok(expected));
    assert_eq!(DateOrder::of([text("22/04/1975"), text("04/22/1975")].iter()), DateOrder::DayFirst);
    for wrong in ["31/02/2000", "ontem", "99/99/9999", "1/1"] {
        assert_eq!(value::date(&text(wrong), DateOrder::DayFirst, 2026), Err("date_form"), "{wrong}");
    }
    for nothing in ["-", "00/00/0000", "N/A", ""] {
        assert_eq!(value::date(&text(nothing), DateOrder::DayFirst, 2026), Ok(None), "{nothing}");
    }
    let year_1 = NaiveDate::from_ymd_opt(1, 1, 1);
    assert_eq!(value::date(&text("01/01/0001"), DateOrder::DayFirst, 2026), Ok(year_1));
}

#[test]
fn sys_5_amounts_are_read_as_people_write_them() {
    let cases = [
        ("R$ 1.234,56", 123_456),
        ("R$\u{a0}385,27", 38_527),
        ("1234.56", 123_456),
        ("1.234", 123_400),
        ("385,2700", 38_527),
        ("99,90/mês", 9_990),
        ("-10,00", -1_000),
        ("(10,00)", -1_000),
    ];
    for (written, cents) in cases {
        assert_eq!(value::cents(&text(written), Decimal::Comma), Ok(Some(cents)), "{written}");
    }
    let american = [text("$1,234.56"), text("385.27"), text("1,234.56")];
    assert_eq!(Decimal::of(american.iter()), Decimal::Point);
    assert_eq!(value::cents(&american[2], Decimal::Point), Ok(Some(123_456)));
    // A column that mixes both: each amount that has both signs speaks for itself.
    for (written, cents) in [
        ("R$ 1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("$ 1,234", 123_400),
        ("99,9", 9_990),
        ("99.90", 9_990),
    ] {
        assert_eq!(value::cents(&text(written), Decimal::Point), Ok(Some(cents)), "{written}");
    }
    assert_eq!(value::cents(&text("US$ 10.00"), Decimal::Point), Err("money_characters"));
    assert_eq!(value::cents(&text("R$ -"), Decimal::Comma), Ok(None));
    assert_eq!(value::cents(&text("sob consulta"), Decimal::Comma), Err("money_characters"));
    assert_eq!(value::cents(&Cell::Number(0.1 + 0.2), Decimal::Comma), Ok(Some(30)));
    assert_eq!(value::cents(&Cell::Number(1e300), Decimal::Comma), Err("money_overflow"));
    assert_eq!(value::cents(&text("92233720368547758,08"), Decimal::Comma), Err("money_overflow"));
}

#[test]
fn sys_5_days_of_the_month_are_read_as_people_write_them() {
    for (cell, day) in [(text("5"), 5), (text("dia 10"), 10), (text("15º"), 15), (Cell::Number(20.0), 20)] {
        assert_eq!(value::day_of_month(&cell), Ok(Some(day)));
    }
    assert_eq!(value::day_of_month(&text("32")), Err("due_day"));
    assert_eq!(value::day_of_month(&text("-")), Ok(None));
}

proptest::proptest! {
    #[test]
    fn sys_5_no_bytes_make_the_reader_panic(bytes: Vec<u8>, text in "[a;,\"\n\r\t|é0-9/.-]{0,300}") {
        let _ = read(&bytes, FIELDS);
        let _ = read(text.as_bytes(), FIELDS);
        let cell = Cell::from_text(&text);
        let _ = value::date(&cell, DateOrder::MonthFirst, 2026);
        let _ = value::cents(&cell, Decimal::Point);
        let _ = value::day_of_month(&cell);
    }
}

#[test]
fn sys_5_the_example_files_are_read() {
    let customers = read(include_bytes!("../../../../tests/data/clientes.csv"), FIELDS).unwrap();
    assert_eq!(
        (customers.source.encoding.as_str(), customers.source.delimiter.as_str()),
        ("windows-1252", ";")
    );
    assert_eq!(customers.first.len(), 241);
    let prices = read(include_bytes!("../../../../tests/data/tabela-de-precos.xlsx"), FIELDS).unwrap();
    assert_eq!(prices.first[1].cell(1), &Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 11).unwrap()));
    assert_eq!(prices.first[2].line, 4);
}

/// A long text, and what its rows say one after the other in pieces of `size` from `from` on.
async fn in_pieces(rows: usize, from: usize, size: usize) -> Vec<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let lines = (0..rows).map(|at| format!("{at};\"Rua A\nfundos\"\r\n")).collect::<String>();
    std::fs::write(file.path(), format!("Código;Endereço\r\n{lines}")).unwrap();
    let sheet = super::open(file.path().to_str().unwrap(), FIELDS).await.unwrap();
    assert_eq!((sheet.count, sheet.first.len()), (rows + 1, FIRST_ROWS.min(rows + 1)));
    let mut pieces = sheet.pieces(from, size);
    let mut said = Vec::new();
    while let Some(piece) = pieces.next().await.unwrap() {
        assert!(piece.len() <= size);
        said.extend(piece.iter().map(|row| row.cell(0).text()));
    }
    said
}

#[tokio::test]
async fn sys_5_a_long_text_comes_in_pieces_and_nothing_twice() {
    for (rows, from, size) in
        [(10, 1, 4), (FIRST_ROWS, 1, 1_000), (FIRST_ROWS + 3_000, 17, 4_000), (9_000, 9_001, 10)]
    {
        let expected: Vec<String> = (from.max(1) - 1..rows).map(|at| at.to_string()).collect();
        assert_eq!(in_pieces(rows, from, size).await, expected, "{rows} from {from}");
    }
}

#[tokio::test]
async fn sys_5_a_text_that_changes_while_it_is_read_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = (0..FIRST_ROWS * 2).map(|at| format!("{at};Ana\n")).collect::<String>();
    std::fs::write(file.path(), format!("Código;Nome\n{text}")).unwrap();
    let sheet = super::open(file.path().to_str().unwrap(), FIELDS).await.unwrap();
    std::fs::write(file.path(), format!("Código;Nome\n{}", text.replace("Ana", "Bia"))).unwrap();
    let mut pieces = sheet.pieces(1, FIRST_ROWS);
    let outcome = async {
        while pieces.next().await?.is_some() {}
        Ok(())
    };
    let refused: Result<()> = outcome.await;
    assert!(matches!(refused, Err(Error::Invalid(issues)) if issues[0].code == "file_changed"));
}
