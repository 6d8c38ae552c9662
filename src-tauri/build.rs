//! Checks the configuration of the window and derives permissions for its own commands.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&[
        "rpc",
        "setup",
        "ready",
        "open_link",
        "pick_file",
        "pick_folder",
        "save_file",
        "quit",
    ]);
    // The screens are embedded: building them again must build the window again.
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=isolation");
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        println!("cargo:error={error:#}");
        std::process::exit(1);
    }
}
