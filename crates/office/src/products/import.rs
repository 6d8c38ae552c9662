//! Price lists as people send them: which columns there are, and what a row says.

use brazil::text::fold;
use chrono::{Datelike, NaiveDate};

use crate::products::model::{Charge, PriceInput, PriceTableId, PriceTableInput, Product, ProductInput};
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::header::Field;
use crate::sheet::value::{self, DateOrder};
use crate::sheet::{Cell, Row};

/// The columns that are looked for.
pub const FIELDS: &[Field] = &[
    Field {
        key: "code",
        many: false,
        names: &[
            "codigo",
            "cod",
            "code",
            "sku",
            "ref",
            "referencia",
            "item",
            "codigo do produto",
            "cod produto",
            "cod prod",
            "part number",
            "id",
            "n",
            "no",
            "product code",
            "codigo interno",
        ],
    },
    Field {
        key: "name",
        many: false,
        names: &[
            "descricao",
            "nome",
            "produto",
            "produto servico",
            "servico",
            "produtos e servicos",
            "description",
            "name",
            "product",
            "item descricao",
            "descricao do produto",
            "nome do produto",
            "denominacao",
            "desc",
            "discriminacao",
            "produto ou servico",
            "especificacao",
        ],
    },
    Field {
        key: "unit",
        many: false,
        names: &["un", "unidade", "unid", "und", "unit", "um", "u m", "medida", "unidade de medida", "uom"],
    },
    Field {
        key: "one_off",
        many: false,
        names: &[
            "preco unico",
            "valor unico",
            "unico",
            "preco",
            "valor",
            "preco unitario",
            "valor unitario",
            "preco unit",
            "valor unit",
            "vlr unit",
            "vl unit",
            "preco de venda",
            "preco venda",
            "price",
            "one off",
            "one time",
            "adesao",
            "taxa",
            "instalacao",
            "preco avista",
            "preco a vista",
            "pagamento unico",
            "setup",
            "unit price",
            "venda",
            "preco r",
            "valor r",
        ],
    },
    Field {
        key: "monthly",
        many: false,
        names: &[
            "preco mensal",
            "valor mensal",
            "mensal",
            "mensalidade",
            "monthly",
            "monthly price",
            "recorrente",
            "recorrencia",
            "preco recorrente",
            "vlr mensal",
            "assinatura",
            "locacao",
            "aluguel",
        ],
    },
    Field {
        key: "note",
        many: true,
        names: &[
            "obs",
            "observacao",
            "observacoes",
            "nota",
            "notas",
            "note",
            "notes",
            "comentario",
            "remarks",
        ],
    },
    Field {
        key: "adjustable",
        many: false,
        names: &["reajustavel", "reajuste", "adjustable", "sofre reajuste"],
    },
    Field { key: "active", many: false, names: &["ativo", "situacao", "status", "active"] },
];

/// Keys without which no row can be read.
pub const REQUIRED: &[&str] = &["code", "name"];

/// The words, folded, with which a note says that yearly adjustments leave the price alone.
const NOT_ADJUSTABLE: &[&str] =
    &["nao reajustavel", "sem reajuste", "nao reajusta", "preco fixo", "not adjustable"];
/// Folded words for no.
const NO: &[&str] = &["nao", "n", "no", "false", "inativo", "inativa", "0", "fora de linha", "descontinuado"];

/// What a row says, before the rules of the form are applied to it.
///
/// # Errors
/// Everything that cannot be read.
pub fn read_row(columns: &Columns, row: &Row, table: PriceTableId) -> Result<ProductInput, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut amount = |key, charge| match columns.cents(row, key) {
        Ok(cents) => {
            cents.map(|cents| PriceInput { price_table_id: table, charge, amount_cents: Some(cents) })
        }
        // A word where the price should be, such as "sob consulta", is no price and stays as a note.
        Err(flaw) if flaw.code == "money_characters" && fold(&columns.text(row, key)).contains("consult") => {
            None
        }
        Err(flaw) => {
            flaws.push(flaw);
            None
        }
    };
    let prices: Vec<PriceInput> = [amount("one_off", Charge::OneOff), amount("monthly", Charge::Monthly)]
        .into_iter()
        .flatten()
        .collect();
    let (note, adjustable) = note(columns, row);
    let says_no = |key: &str| NO.contains(&fold(&columns.text(row, key)).as_str());
    let unit = columns.optional(row, "unit");
    let input = ProductInput {
        id: None,
        version: 0,
        code: columns.text(row, "code"),
        name: columns.text(row, "name"),
        unit: if unit.is_empty() { "un".to_owned() } else { unit },
        note,
        adjustable: adjustable && !says_no("adjustable"),
        active: !says_no("active"),
        prices,
    };
    if flaws.is_empty() { Ok(input) } else { Err(flaws) }
}

/// The notes without the words on adjustment, and whether the price is adjusted.
fn note(columns: &Columns, row: &Row) -> (String, bool) {
    let mut adjustable = true;
    let mut notes: Vec<String> = Vec::new();
    for cell in columns.cells(row, "note") {
        let text = value::optional_text(cell);
        for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            if NOT_ADJUSTABLE.contains(&fold(part).as_str()) {
                adjustable = false;
            } else {
                adjustable &= !NOT_ADJUSTABLE.iter().any(|words| fold(part).contains(words));
                notes.push(part.to_owned());
            }
        }
    }
    (notes.join("; "), adjustable)
}

/// Whether the stored product says the same as the row; prices apart.
pub fn same(stored: &Product, read: &Product) -> bool {
    let key = |product: &Product| {
        (product.name.clone(), product.unit.clone(), product.note.clone(), product.adjustable, product.active)
    };
    key(stored) == key(read)
}

/// The price table that the rows above the header speak of; its name carries the validity, so that next year's
/// list with the same title is another table.
pub fn price_table(titles: &[Row], fallback: &str) -> PriceTableInput {
    let mut name = None;
    let (mut valid_from, mut valid_until) = (None, None);
    for row in titles {
        let Some(first) = row.cells.iter().find(|cell| !cell.is_empty()) else { continue };
        let folded = fold(&first.text());
        let speaks_of_validity = ["vigencia", "validade", "valido", "valida", "valid", "a partir"]
            .iter()
            .any(|word| folded.starts_with(word));
        let dates = dates(row);
        if speaks_of_validity && !dates.is_empty() && valid_from.is_none() {
            let until_only =
                dates.len() == 1 && row.cells.iter().any(|cell| fold(&cell.text()).contains(" ate"));
            valid_from = dates.first().copied().filter(|_| !until_only);
            valid_until = if until_only { dates.first().copied() } else { dates.get(1).copied() };
        } else if name.is_none() && matches!(first, Cell::Text(_)) && !folded.starts_with("emitid") {
            name = Some(first.text());
        }
    }
    let name = name.unwrap_or_else(|| fallback.to_owned());
    let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
    let name = match (valid_from, valid_until) {
        (Some(from), Some(until)) => format!("{name} ({} a {})", day(from), day(until)),
        (Some(from), None) => format!("{name} (desde {})", day(from)),
        (None, Some(until)) => format!("{name} (até {})", day(until)),
        (None, None) => name,
    };
    PriceTableInput { id: None, version: 0, name, valid_from, valid_until, segment: None, uf: None }
}

/// Every date of a row, whether in a cell of its own or within a sentence.
fn dates(row: &Row) -> Vec<NaiveDate> {
    let of_text = |text: &str| -> Vec<NaiveDate> {
        text.split([' ', ',', ';', '(', ')'])
            .filter(|word| word.len() >= 8)
            .filter_map(|word| value::date(&Cell::from_text(word), DateOrder::DayFirst, 2099).ok().flatten())
            .filter(|date| (1990..=2999).contains(&date.year()))
            .collect()
    };
    row.cells
        .iter()
        .flat_map(|cell| match cell {
            Cell::Date(date) => vec![*date],
            cell => of_text(&cell.text()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { line: 1, cells: cells.iter().map(|text| Cell::from_text(text)).collect(), flaw: None }
    }

    #[test]
    fn quo_1_the_title_rows_name_the_price_table_and_its_validity() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let mut second = row(&["Vigência", "", "a", "31/12/2026"]);
        second.cells[1] = Cell::Date(NaiveDate::from_ymd_opt(2026, 1, 11).unwrap());
        let table = price_table(&[row(&["Tabela de preços"]), second], "arquivo");
        assert_eq!(table.name, "Tabela de preços (11/01/2026 a 31/12/2026)");
        assert_eq!((table.valid_from, table.valid_until), (day("2026-01-11"), day("2026-12-31")));
        let table =
            price_table(&[row(&["Vigência: 01/02/2026 a 30/06/2026"]), row(&["", "Preços Sul"])], "x");
        assert_eq!((table.valid_from, table.valid_until), (day("2026-02-01"), day("2026-06-30")));
        assert!(table.name.starts_with("Preços Sul"));
        let table = price_table(&[row(&["Válida até 30/06/2026"])], "precos-2026");
        assert_eq!((table.valid_from, table.valid_until), (None, day("2026-06-30")));
        assert_eq!(price_table(&[], "precos-2026").name, "precos-2026");
    }

    #[test]
    fn adj_2_a_note_takes_a_product_out_of_the_adjustment() {
        let header = row(&["Cód.", "Descrição", "Obs."]);
        let fields = crate::sheet::header::map(&header, FIELDS);
        let columns = Columns::new(&header, &[], &fields);
        let table = PriceTableId(uuid::Uuid::nil());
        let read = |note: &str| {
            let input = read_row(&columns, &row(&["P1", "Câmera", note]), table).unwrap();
            (input.note, input.adjustable)
        };
        assert_eq!(read("não reajustável"), (String::new(), false));
        assert_eq!(read("Sem reajuste; sob consulta"), ("sob consulta".to_owned(), false));
        assert_eq!(read("sob consulta"), ("sob consulta".to_owned(), true));
        assert_eq!(read("-"), (String::new(), true));
    }
}
