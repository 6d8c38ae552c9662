//! Who plays in the main job, and what it is about.

/// A person who signs in.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Full name.
    pub name: &'static str,
    /// What they type.
    pub username: &'static str,
    /// Name of their role, as the screen has it.
    pub role: &'static str,
}

/// Everybody's password, once they have chosen it.
pub const PASSWORD: &str = "uma senha comprida";
/// The company that sells.
pub const COMPANY: &str = "Horizonte Fibra e Segurança Ltda.";
/// Its CNPJ.
pub const COMPANY_DOCUMENT: &str = "11.222.333/0001-81";
/// The address its messages come from.
pub const COMPANY_EMAIL: &str = "vendas@horizonte.example";

/// Sets everything up.
pub const ADMINISTRATOR: Person =
    Person { name: "Conceição Araújo", username: "conceicao", role: "Administração" };
/// Sells.
pub const SELLER: Person = Person { name: "Nívea Torres", username: "nivea", role: "Comercial" };
/// Reviews what was sold.
pub const REVIEWER: Person = Person { name: "Rita Prado", username: "rita", role: "Retaguarda" };

/// A customer of `tests/data/clientes.csv`, who buys.
pub const CUSTOMER: &str = "Ângela Brandão de Lobão";
/// Her CPF as the file has it.
pub const CUSTOMER_DOCUMENT: &str = "109.883.727-46";
/// Her address of mail as the file has it.
pub const CUSTOMER_EMAIL: &str = "angela1@exemplo.com.br";
/// The address as the seller mistypes it at first.
pub const MISTYPED_EMAIL: &str = "angela.lobao@gmial.com";
/// The address as it is.
pub const CORRECTED_EMAIL: &str = "angela.lobao@gmail.com";

/// Who provides what is sold.
pub const CARRIER: &str = "Vértice";
/// What is sold.
pub const PLAN: &str = "Fibra 600 + IPTV";
