//! Codes as people read them, in an export.

use crate::privacy::model::Language;

/// Code, in Portuguese, in English.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str)] = &[
    ("accepted", "aceito", "accepted"),
    ("activation", "ativação", "activation"),
    ("active", "ativo", "active"),
    ("afternoon", "tarde", "afternoon"),
    ("agenda", "agenda", "agenda"),
    ("any", "qualquer", "any"),
    ("apart", "clientes diferentes", "different customers"),
    ("appointment", "agendamento", "appointment"),
    ("approved", "aprovada", "approved"),
    ("awaiting_approval", "à espera de aprovação", "awaiting approval"),
    ("bitrix", "Bitrix", "Bitrix"),
    ("cancelled", "cancelado", "cancelled"),
    ("chat", "chat", "chat"),
    ("collection", "cobrança", "collection"),
    ("company", "pessoa jurídica", "company"),
    ("completed", "concluída", "completed"),
    ("confirmed", "confirmada", "confirmed"),
    ("contact", "contato", "contact"),
    ("contract_end", "fim de contrato", "end of a contract"),
    ("corporate", "corporativo", "corporate"),
    ("denied", "negada", "denied"),
    ("document", "documento", "document"),
    ("done", "feito", "done"),
    ("draft", "rascunho", "draft"),
    ("email", "e-mail", "e-mail"),
    ("ended", "encerrado", "ended"),
    ("error_follow_up", "acompanhamento de erro", "error follow-up"),
    ("expired", "vencido", "expired"),
    ("failed", "falhou", "failed"),
    ("finance", "financeiro", "finance"),
    ("found", "encontrado", "found"),
    ("holder_change", "mudança do titular", "holder's change"),
    ("in_doubt", "em dúvida", "in doubt"),
    ("in_review", "em análise", "in review"),
    ("inactivated", "inativado pela regra", "set aside by the rule"),
    ("inactive", "inativo", "inactive"),
    ("incident", "incidente", "incident"),
    ("installation", "instalação", "installation"),
    ("kept", "mudou depois e ficou como estava", "changed since and left"),
    ("letters", "cartas e novidades", "letters and news"),
    ("merged", "cadastro unificado", "merged"),
    ("mobile", "celular", "mobile"),
    ("monthly", "mensal", "monthly"),
    ("morning", "manhã", "morning"),
    ("new", "cliente novo", "new customer"),
    ("not_done", "não feita", "not done"),
    ("offers", "ofertas", "offers"),
    ("onboarding", "boas-vindas", "onboarding"),
    ("one_off", "único", "one-off"),
    ("open", "aberto", "open"),
    ("other", "outro", "other"),
    ("passed_over", "deixado como estava", "left as it was"),
    ("payment", "pagamento", "payment"),
    ("person", "pessoa física", "person"),
    ("phone", "telefone", "phone"),
    ("post_sale", "pós-venda", "post-sale"),
    ("price_adjustments", "reajustes de preço", "price adjustments"),
    ("problem", "problema", "problem"),
    ("product_offer", "oferta de produto", "product offer"),
    ("purchase", "contrato assinado", "contract signed"),
    ("queued", "na fila", "queued"),
    ("quote", "orçamento", "quote"),
    ("record", "cadastro", "record"),
    ("refused", "recusado", "refused"),
    ("registered", "cadastro", "registration"),
    ("registration", "venda", "sale"),
    ("request", "solicitação", "request"),
    ("rescheduled", "remarcada", "rescheduled"),
    ("restored", "devolvido", "taken back"),
    ("retail", "varejo", "retail"),
    ("returned", "devolvida", "returned"),
    ("sale", "venda", "sale"),
    ("sending", "saindo", "sending"),
    ("sent", "enviado", "sent"),
    ("submitted", "enviada", "submitted"),
    ("superseded", "substituído", "superseded"),
    ("support", "suporte", "support"),
    ("surveys", "pesquisas", "surveys"),
    ("suspended", "suspenso", "suspended"),
    ("timeline", "registro na ficha", "entry on the timeline"),
    ("viewed", "visto", "viewed"),
    ("visit", "visita", "visit"),
    ("waiting", "à espera", "waiting"),
    ("whatsapp", "WhatsApp", "WhatsApp"),
    ("withdrawn", "retirada", "withdrawn"),
];

/// A code in words; one that nobody translated is readable all the same.
pub fn of(code: &str, language: Language) -> String {
    match WORDS.iter().find(|(known, _, _)| *known == code) {
        Some((_, portuguese, english)) => language.choose(portuguese, english).to_owned(),
        None => code.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cus_8_codes_are_words_in_both_languages() {
        assert_eq!(of("in_review", Language::Portuguese), "em análise");
        assert_eq!(of("in_review", Language::English), "in review");
        assert_eq!(of("quote_sent", Language::Portuguese), "quote sent");
        let sorted = WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0);
        assert!(sorted, "one line a code, by code");
    }
}
