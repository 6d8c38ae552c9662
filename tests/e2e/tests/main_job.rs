//! The main job from an empty database to a message that a server which is not ours received.

use e2e::main_job::cast;
use e2e::{PostOffice, Walk, window_test};

window_test!(
    async fn a_sale_is_reviewed_quoted_printed_and_mailed(stage: Stage) {
        let post = PostOffice::open(&stage.folder().join("post"));
        // The screens are the same on both engines: looking closely once is enough.
        let accessible = stage.url.starts_with("sqlite");
        let told = Walk::begin(&stage, &post, accessible).await.play().await;

        for entry in ["Venda aprovada", "Orçamento enviado", "E-mail ao cliente\nenviada"] {
            assert!(told.timeline.contains(entry), "{entry} in {}", told.timeline);
        }
        let test = post.letter(1).await;
        assert_eq!(test.envelope_to, "conceicao@horizonte.example");
        let letter = post.letter(2).await;
        assert_eq!(post.count(), 2, "each message once");
        assert!(letter.tls);
        assert!(letter.from.contains(cast::COMPANY_EMAIL), "{}", letter.from);
        assert_eq!(letter.envelope_to, cast::CUSTOMER_EMAIL);
        assert!(letter.to.contains(cast::CUSTOMER), "{}", letter.to);
        assert!(letter.subject.contains(&told.quote), "{}", letter.subject);
        let [pdf] = &letter.attachments[..] else { panic!("one attachment: {:?}", letter.attachments) };
        assert_eq!(pdf.media_type, "application/pdf");
        assert!(pdf.file.contains(&told.quote.replace('/', "-")), "{}", pdf.file);
        let words = post.words_of(pdf);
        for word in [
            &told.quote[..],
            cast::COMPANY,
            cast::COMPANY_DOCUMENT,
            cast::CUSTOMER,
            cast::CUSTOMER_DOCUMENT,
            "Câmera IP 4 MP com visão noturna",
        ] {
            assert!(words.contains(word), "{word} in {words}");
        }
    }
);
