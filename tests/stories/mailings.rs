//! The outbox (MAI-3, MAI-4, MAI-6, MAI-7).

use office::dispatch::{Actor, Cx, TaskCx};
use office::mailings::commands::enqueue;
use office::mailings::model::{MessageId, NewAttachment, NewMessage};
use office::session::SessionSlot;
use stories::{TestApp, story};

/// A message with a file, to somebody of no ficha.
pub fn message(key: &str, address: &str) -> NewMessage {
    NewMessage {
        purpose: "story".into(),
        purpose_key: key.into(),
        customer_id: None,
        recipient_name: "João d'Ávila".into(),
        recipient_address: address.into(),
        subject: "Orçamento nº 12".into(),
        body_text: "Prezado João,\n\nsegue o orçamento.".into(),
        body_html: String::new(),
        attachments: vec![NewAttachment {
            file_name: "Orçamento nº 12.pdf".into(),
            mime_type: "application/pdf".into(),
            content: b"%PDF-1.7 ...".to_vec(),
        }],
    }
}

/// What another feature's command does: queue within its own transaction.
fn task(app: &TestApp) -> TaskCx {
    TaskCx {
        app: app.app.clone(),
        actor: Actor::system("story"),
        session: SessionSlot::default(),
        command: "story.send",
    }
}

async fn begin(app: &TestApp) -> Cx {
    task(app).write().await.unwrap()
}

/// Queues and commits.
pub async fn queue(app: &TestApp, message: NewMessage) -> MessageId {
    let mut cx = begin(app).await;
    let id = enqueue(&mut cx, message).await.unwrap();
    task(app).commit(cx).await.unwrap();
    id
}

story!(
    async fn mai_3_queueing_twice_gives_the_first(app: TestApp) {
        let first = queue(&app, message("1", "joao@exemplo.com.br")).await;
        let again = NewMessage { subject: "Outro".into(), ..message("1", "joao@EXEMPLO.com.br") };
        assert_eq!(queue(&app, again).await, first);
        assert_ne!(queue(&app, message("2", "joao@exemplo.com.br")).await, first);
        assert_ne!(queue(&app, message("1", "maria@exemplo.com.br")).await, first);
    }
);

story!(
    async fn mai_3_a_message_is_queued_only_if_the_change_that_sends_it_commits(app: TestApp) {
        let mut cx = begin(&app).await;
        let lost = enqueue(&mut cx, message("1", "joao@exemplo.com.br")).await.unwrap();
        cx.tx.rollback().await.unwrap();
        assert_ne!(queue(&app, message("1", "joao@exemplo.com.br")).await, lost);
    }
);

story!(
    async fn mai_7_an_address_with_a_line_break_is_refused(app: TestApp) {
        let mut cx = begin(&app).await;
        let evil = message("1", "joao@exemplo.com.br\r\nBcc: outra@exemplo.com.br");
        assert_eq!(enqueue(&mut cx, evil).await.unwrap_err().code(), "invalid");
    }
);
