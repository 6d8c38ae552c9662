//! The words that the demo base is made of.

/// Carrier, name and monthly price in cents of the plans sold.
pub const PLANS: &[(&str, &str, i64)] = &[
    ("Vivo", "Fibra 400", 9_990),
    ("Vivo", "Fibra 600", 12_990),
    ("Claro", "Fibra 600 + TV", 19_990),
    ("Claro", "Móvel 30 GB", 6_990),
    ("TIM", "Fibra 1 Giga", 16_990),
    ("TIM", "Empresa Voz Ilimitada", 8_990),
    ("Oi", "Fibra 500", 10_990),
    ("Algar", "Link dedicado 200", 89_900),
    ("Vivo", "Empresa Fibra 1 Giga", 24_990),
    ("Claro", "Empresa Conecta", 34_990),
];

/// What companies do.
pub const TRADES: &[&str] = &[
    "Padaria",
    "Auto Peças",
    "Advocacia",
    "Mercearia",
    "Farmácia",
    "Transportes",
    "Construtora",
    "Restaurante",
    "Clínica",
    "Escola",
    "Supermercado",
    "Oficina",
    "Contabilidade",
    "Pet Shop",
    "Academia",
    "Materiais Elétricos",
    "Imobiliária",
    "Confecções",
    "Gráfica",
    "Laboratório",
    "Hotel",
    "Papelaria",
    "Distribuidora",
    "Metalúrgica",
];

/// Street names that most cities have.
pub const STREETS: &[&str] = &[
    "Rua das Flores",
    "Rua Quinze de Novembro",
    "Avenida Brasil",
    "Rua Sete de Setembro",
    "Rua Tiradentes",
    "Rua São José",
    "Avenida Getúlio Vargas",
    "Rua Rui Barbosa",
    "Rua Santos Dumont",
    "Rua Castro Alves",
    "Rua Marechal Deodoro",
    "Avenida Presidente Kennedy",
    "Rua Dom Pedro II",
    "Rua Duque de Caxias",
    "Rua Barão do Rio Branco",
    "Rua das Acácias",
    "Rua Olavo Bilac",
    "Avenida Paulista",
    "Rua José Bonifácio",
    "Rua Santo Antônio",
    "Rua Maranhão",
    "Rua Bahia",
    "Travessa da Paz",
    "Rua Machado de Assis",
    "Alameda dos Ipês",
    "Rua Osvaldo Cruz",
    "Rua Benjamin Constant",
    "Rua Floriano Peixoto",
    "Avenida JK",
    "Rua Vinte e Cinco de Março",
];

/// Bairros that most cities have.
pub const DISTRICTS: &[&str] = &[
    "Centro",
    "Jardim América",
    "Vila Nova",
    "São José",
    "Santa Luzia",
    "Boa Vista",
    "Jardim das Flores",
    "Parque Industrial",
    "Vila São João",
    "Bela Vista",
    "Santo Antônio",
    "Cidade Nova",
    "Jardim Europa",
];

/// Contacts for the timeline: kind, reason, channel, answered, title, text.
pub const CONTACTS: &[(&str, &str, &str, bool, &str)] = &[
    (
        "product_offer",
        "phone",
        "call",
        true,
        "Apresentado o plano com mais velocidade. Pediu proposta por e-mail até sexta-feira.",
    ),
    (
        "error_follow_up",
        "phone",
        "call",
        true,
        "Cliente relatou lentidão à noite. Chamado aberto e previsão informada.",
    ),
    ("collection", "phone", "call", true, "Lembrado do boleto em aberto. Informou que paga no dia 10."),
    ("sale", "phone", "call", false, "Chamou até cair na caixa postal. Tentar de novo amanhã pela manhã."),
    (
        "onboarding",
        "phone",
        "call",
        true,
        "Explicado o aplicativo e a segunda via. Cliente confirmou o acesso.",
    ),
    ("support", "email", "email", true, "Enviado o passo a passo para configurar o roteador."),
    ("product_offer", "phone", "call", false, "Mensagem entregue e ainda não lida."),
    ("sale", "visit", "call", true, "Visita feita no local. Precisa de dois pontos a mais na recepção."),
    (
        "collection",
        "phone",
        "call",
        true,
        "Contestou a cobrança da visita técnica. Encaminhado para conferência.",
    ),
    ("support", "phone", "call", true, "Troca do equipamento agendada para o período da tarde."),
];

/// Fields with what was wrong with them, for returned sales.
pub const RETURN_REASONS: &[(&str, &str)] = &[
    ("document", "O CPF não confere com o documento enviado."),
    ("cep", "O CEP é de outra cidade."),
    ("phone_2", "O segundo telefone é igual ao primeiro."),
    ("mother_name", "O nome da mãe está incompleto."),
    ("email", "O e-mail voltou na confirmação."),
    ("birth_date", "A data de nascimento não confere com o documento."),
];

/// Why sales are denied.
pub const DENIALS: &[&str] = &[
    "Débito em aberto com a operadora; cliente orientado a regularizar antes de nova venda.",
    "Endereço sem viabilidade técnica para o plano vendido.",
    "Titular não reconhece a contratação.",
];

/// Code, name, unit, one-off and monthly cents, adjustable.
type DemoProduct = (&'static str, &'static str, &'static str, Option<i64>, Option<i64>, bool);

/// What is sold besides plans.
pub const PRODUCTS: &[DemoProduct] = &[
    ("D001", "Instalação residencial", "un", Some(15_000), None, false),
    ("D002", "Instalação empresarial", "un", Some(48_000), None, false),
    ("D003", "Roteador Wi-Fi 6", "un", Some(42_900), Some(1_990), true),
    ("D004", "Repetidor mesh", "un", Some(29_900), Some(1_490), true),
    ("D005", "IP fixo", "mês", None, Some(4_990), true),
    ("D006", "Link dedicado 200 Mb/s", "mês", None, Some(89_900), true),
    ("D007", "Ponto adicional de IPTV", "un", Some(9_900), Some(2_490), true),
    ("D008", "Câmera IP 4 MP com visão noturna", "un", Some(38_900), None, true),
    ("D009", "Gravação em nuvem, 30 dias", "mês", None, Some(3_490), true),
    ("D010", "Suporte prioritário", "mês", None, Some(12_900), true),
    ("D011", "Visita técnica", "h", Some(18_000), None, true),
    ("D012", "Switch gerenciável 24 portas", "un", Some(189_000), None, true),
    ("D013", "Nobreak 1500 VA", "un", Some(112_000), None, true),
    ("D014", "Telefone IP", "un", Some(34_900), Some(990), true),
    ("D015", "Cabo UTP Cat. 6, caixa com 305 m", "cx", Some(98_000), None, true),
    ("D016", "Treinamento da equipe", "h", Some(22_000), None, false),
];

/// Why a quote was declined.
pub const REFUSALS: &[&str] = &[
    "Fechou com outra operadora, com prazo de instalação menor",
    "Achou a mensalidade alta para este ano; retomar em março",
    "A matriz pediu para esperar a mudança de endereço",
];

/// Subjects of tickets.
pub const TICKETS: &[(&str, &str)] = &[
    ("incident", "Sem conexão desde ontem"),
    ("incident", "Lentidão no horário de pico"),
    ("request", "Mudança de endereço"),
    ("request", "Segunda via da fatura"),
    ("problem", "Queda recorrente no bairro"),
    ("request", "Troca do roteador"),
];

/// Who installs.
pub const TEAMS: [&str; 3] = ["Equipe Corporativa", "Equipe Norte", "Equipe Sul"];

/// Why approved sales are called off.
pub const CANCELLATIONS: &[&str] =
    &["Cliente desistiu antes da instalação.", "Sem viabilidade técnica no endereço.", "Mudança de cidade."];

/// Why a visit is moved.
pub const VISIT_REASONS: &[&str] =
    &["Cliente viaja nesse dia.", "Chuva forte, sem acesso ao poste.", "Síndico pediu outro horário."];

/// What customers say, with their score.
pub const FEEDBACK: &[(i64, &str)] = &[
    (10, "Equipe pontual e muito educada."),
    (9, "Tudo certo, instalaram em uma hora."),
    (8, ""),
    (6, "Demorou mais do que me disseram."),
    (10, "A atendente explicou tudo com calma."),
    (3, "Tive que ligar três vezes para saber a data."),
    (7, "Bom, mas o aplicativo é confuso."),
    (9, ""),
];
