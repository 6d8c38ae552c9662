//! Every screen, as people reach it: accessible in light and in dark, and nothing cut off.

use std::path::Path;

use e2e::{Engine, PEOPLE, Screen, Stage};

/// What one person sees, in one window: contrast and names by axe, texts by their size. Who sees much has several
/// windows, this one being the `nth` of so many.
fn screens_of(person: &str, nth: usize, windows: usize) {
    Stage::play(&format!("screens_of_{person}_{nth}"), Engine::Sqlite, async |stage| {
        stage.make_demo(60);
        let window = stage.window().await;
        let mut findings = Vec::new();
        let (person, screens) = PEOPLE.iter().find(|(name, _)| *name == person).unwrap();
        window.sign_in_as(person).await;
        window.resize(1366, 768).await;
        for screen in screens.chunks(screens.len().div_ceil(windows)).nth(nth).into_iter().flatten() {
            window.show(screen).await;
            let cut = window.cut_off().await;
            let violations = window.violations().await;
            if !cut.is_empty() || !violations.is_empty() {
                window.screenshot(screen.name).await;
                findings
                    .extend(cut.into_iter().chain(violations).map(|what| format!("{}: {what}", screen.name)));
            }
        }
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    });
}

#[test]
fn screens_of_the_back_office_are_accessible() {
    screens_of("silvia", 0, 2);
}

#[test]
fn the_other_screens_of_the_back_office_are_accessible() {
    screens_of("silvia", 1, 2);
}

#[test]
fn screens_of_a_seller_are_accessible() {
    screens_of("caio", 0, 1);
}

#[test]
fn screens_of_the_administrator_are_accessible() {
    screens_of("ana", 0, 1);
}

#[test]
fn every_route_is_among_the_screens() {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/features");
    let shown: Vec<String> = PEOPLE.iter().flat_map(|(_, screens)| screens.iter()).map(bare).collect();
    let mut routes = Vec::new();
    for feature in std::fs::read_dir(features).unwrap().map(Result::unwrap) {
        let text = std::fs::read_to_string(feature.path().join("routes.tsx")).unwrap_or_default();
        for line in text.split("path: \"").skip(1).filter(|line| line.contains("load: ")) {
            let path = line.split('"').next().unwrap();
            if line.split('}').next().unwrap().contains("load: ") {
                routes.push(path.replace("$id", "*"));
            }
        }
    }
    assert!(routes.len() > 15, "{routes:?}");
    routes.retain(|route| !shown.contains(route));
    assert!(routes.is_empty(), "not in e2e::PEOPLE: {routes:?}");
}

/// An address without its question, and with `*` for what differs from customer to customer.
fn bare(screen: &Screen) -> String {
    let path = screen.address.split('?').next().unwrap();
    path.split('/').map(|part| if part.starts_with('{') { "*" } else { part }).collect::<Vec<_>>().join("/")
}
