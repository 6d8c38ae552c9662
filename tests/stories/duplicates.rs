//! Suspected duplicates while a customer is typed in (DUP-1, DUP-2).

use chrono::NaiveDate;
use office::db::{Db, Tx};
use office::duplicates::{self, Probe, ProbeAddress, SuspectCode};
use stories::story;

/// Stores a customer as far as it is compared.
async fn known(
    db: &Db,
    code: i64,
    name: &str,
    document: Option<&str>,
    birth: Option<NaiveDate>,
) -> uuid::Uuid {
    let id: uuid::Uuid = office::ids::Ids::random().next(stories::monday_morning());
    let mut tx = db.begin_write().await.unwrap();
    office::execute!(
        &mut tx,
        "insert into customer (id, code, kind, name, name_key, document, birth_date, mother_name, segment, status, \
           created_at, created_by, version, updated_at, updated_by) \
         values ($1, $2, 'person', $3, $4, $5, $6, 'Maria Gonçalves Teles', 'retail', 'active', $7, 'Ana', 1, $7, 'Ana')",
        id,
        code,
        name,
        brazil::text::fold(name),
        document,
        birth,
        stories::monday_morning()
    )
    .unwrap();
    office::execute!(
        &mut tx,
        "insert into contact_point (id, customer_id, position, kind, value) values ($1, $2, 1, 'mobile', $3)",
        office::ids::Ids::random().next::<uuid::Uuid>(stories::monday_morning()),
        id,
        "+5519998124471"
    )
    .unwrap();
    office::execute!(
        &mut tx,
        "insert into address (id, customer_id, position, street, number, city, uf, cep) \
         values ($1, $2, 1, 'Rua das Acácias', '214', 'Campinas', 'SP', '13087534')",
        office::ids::Ids::random().next::<uuid::Uuid>(stories::monday_morning()),
        id
    )
    .unwrap();
    tx.commit().await.unwrap();
    id
}

async fn codes(tx: &mut Tx, probe: &Probe) -> Vec<(i64, i64)> {
    duplicates::suspects(tx, probe)
        .await
        .unwrap()
        .into_iter()
        .map(|found| (found.code, found.score))
        .collect()
}

story!(
    async fn dup_1_a_typed_customer_is_compared_with_all_others(app: TestApp) {
        let birth = NaiveDate::from_ymd_opt(1987, 8, 14);
        let db = &app.app.db;
        let own = known(db, 18_204, "Aparecida G. Telles", None, birth).await;
        known(db, 18_205, "Joana Gonçalves Teles", Some("11144477735"), NaiveDate::from_ymd_opt(1990, 2, 3))
            .await;
        known(db, 18_206, "Outra Pessoa", Some("52998224725"), None).await;
        let probe = Probe {
            name: "Aparecida Gonçalves Teles".to_owned(),
            document: "52998224725".to_owned(),
            birth_date: birth,
            mother_name: "MARIA GONCALVES TELES".to_owned(),
            phones: vec!["+551932510087".to_owned()],
            ..Probe::default()
        };
        let mut tx = db.begin_read().await.unwrap();
        // The sister lives at another phone here and is not shown.
        assert_eq!(codes(&mut tx, &probe).await, [(18_206, 100), (18_204, 90)]);
        let without_own = Probe { own_id: Some(own.into()), ..probe };
        assert_eq!(codes(&mut tx, &without_own).await, [(18_206, 100)]);
    }
);

story!(
    async fn dup_2_each_suspect_says_why(app: TestApp) {
        let db = &app.app.db;
        known(db, 7, "Aparecida Gonçalves Teles", None, None).await;
        let probe = Probe {
            name: "APARECIDA  GONCALVES TELES".to_owned(),
            phones: vec!["+5519998124471".to_owned()],
            address: Some(ProbeAddress {
                cep: "13087534".to_owned(),
                street: "RUA DAS ACACIAS".to_owned(),
                number: "214".to_owned(),
            }),
            ..Probe::default()
        };
        let mut tx = db.begin_read().await.unwrap();
        let found = duplicates::suspects(&mut tx, &probe).await.unwrap();
        let why: Vec<_> = found[0].reasons.iter().map(|reason| (reason.code, reason.points)).collect();
        let expected =
            [(SuspectCode::SameName, 34), (SuspectCode::SamePhone, 20), (SuspectCode::SameAddress, 15)];
        assert_eq!(why, expected);
        assert_eq!(found[0].score, 69);
        // Another house of the same street is another address.
        let neighbour = Probe {
            name: String::new(),
            address: Some(ProbeAddress { number: "220".to_owned(), ..probe.address.clone().unwrap() }),
            ..probe
        };
        assert!(duplicates::suspects(&mut tx, &neighbour).await.unwrap().is_empty());
    }
);
