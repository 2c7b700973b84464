//! The fields of the Instagram half, of Pages, and the one that takes any token.

use evertoken::paste::{Amount, Fault, Foreign, Repair, Wanted};

use super::{APP, CODE, INSTAGRAM, OTHER, SECRET, TOKEN, check, cut, doubtful, empty, found, refused};

/// A made-up Instagram App ID.
const INSTAGRAM_APP: &str = "987654321098765";
/// A made-up Instagram App secret.
const INSTAGRAM_SECRET: &str = "0b9d3a54c8e14f7fa6d25e03b7c1f984";
/// A made-up Page ID.
const PAGE: &str = "103456789012345";

#[test]
fn the_instagram_token_field_takes_instagram_tokens_alone() {
    let wanted = Wanted::InstagramToken;
    let other = INSTAGRAM.replacen("IGAA", "XYAA", 1);
    let short = INSTAGRAM.get(..40).unwrap();
    let no = |text: &str, fault| refused(wanted, text, fault, &[]);
    let misplaced = |text: &str, foreign| no(text, Fault::Misplaced(foreign, wanted));
    check(&[
        found(wanted, INSTAGRAM, INSTAGRAM, &[]),
        found(
            wanted,
            cut(INSTAGRAM, 80, "\n"),
            INSTAGRAM,
            &[Repair::LineBreaksJoined(1)],
        ),
        found(
            wanted,
            format!("INSTAGRAM_ACCESS_TOKEN={INSTAGRAM}"),
            INSTAGRAM,
            &[Repair::TakenFromAssignment],
        ),
        found(
            wanted,
            format!("{{\"access_token\":\"{INSTAGRAM}\",\"user_id\":17841400000000001}}"),
            INSTAGRAM,
            &[Repair::TakenFromJson],
        ),
        found(
            wanted,
            format!("https://graph.instagram.com/v25.0/me?fields=user_id&access_token={INSTAGRAM}"),
            INSTAGRAM,
            &[Repair::TakenFromUrl],
        ),
        found(
            wanted,
            format!("FB={TOKEN}\nIG={INSTAGRAM}\n"),
            INSTAGRAM,
            &[Repair::TakenFromAssignment],
        ),
        doubtful(wanted, short, short, Fault::LooksShort),
        misplaced(TOKEN, Foreign::FacebookToken),
        misplaced(&TOKEN.replacen("EAAG", "CAAG", 1), Foreign::FacebookToken),
        misplaced(&INSTAGRAM.replacen("IGAA", "THAA", 1), Foreign::ThreadsToken),
        misplaced(CODE, Foreign::LoginCode),
        misplaced(SECRET, Foreign::AppSecret),
        misplaced(APP, Foreign::AppId),
        misplaced(&format!("{APP}|{SECRET}"), Foreign::AppToken),
        no(&INSTAGRAM.replacen("IGAA", "IGQV", 1), Fault::OldBasicDisplayToken),
        no(&other, Fault::NoInstagramPrefix),
        no("IGAA", Fault::TooShort),
        no(
            &format!(
                "{INSTAGRAM}\n{}",
                INSTAGRAM.replace('A', "B").replacen("IGBB", "IGAA", 1)
            ),
            Fault::SeveralTokens(2),
        ),
        empty(wanted, " ", &[]),
    ]);
}

#[test]
fn the_field_for_any_token_tells_the_families_apart() {
    let wanted = Wanted::AnyToken;
    let unknown = TOKEN.replacen("EAAG", "XYZG", 1);
    let no = |text: &str, fault| refused(wanted, text, fault, &[]);
    let misplaced = |text: &str, foreign| no(text, Fault::Misplaced(foreign, wanted));
    check(&[
        found(wanted, TOKEN, TOKEN, &[]),
        found(wanted, INSTAGRAM, INSTAGRAM, &[]),
        found(
            wanted,
            format!("Bearer {INSTAGRAM}"),
            INSTAGRAM,
            &[Repair::TakenFromHeader],
        ),
        doubtful(wanted, unknown.clone(), &unknown, Fault::UnknownPrefix),
        misplaced(CODE, Foreign::LoginCode),
        misplaced(SECRET, Foreign::AppSecret),
        misplaced(APP, Foreign::AppId),
        misplaced(&format!("{APP}|{SECRET}"), Foreign::AppToken),
        misplaced(&INSTAGRAM.replacen("IGAA", "THQV", 1), Foreign::ThreadsToken),
        no(&INSTAGRAM.replacen("IGAA", "IGQW", 1), Fault::OldBasicDisplayToken),
        no(&format!("{TOKEN}\n{INSTAGRAM}"), Fault::SeveralTokens(2)),
        no(&format!("{TOKEN}\n{OTHER}"), Fault::SeveralTokens(2)),
    ]);
    let kind = |text: &str| format!("{:?}", evertoken::paste::read(text, wanted).value);
    assert_eq!(kind(TOKEN), "Some(<pasted token>)");
    assert_eq!(kind(INSTAGRAM), "Some(<Instagram token>)");
    assert_eq!(kind(&unknown), "Some(<pasted token>)");
}

#[test]
fn the_instagram_half_of_an_app_has_a_number_and_a_secret_of_its_own() {
    let (app, secret) = (Wanted::InstagramAppId, Wanted::InstagramAppSecret);
    let file = format!(
        "FACEBOOK_APP_ID={APP}\nFACEBOOK_APP_SECRET={SECRET}\nINSTAGRAM_APP_ID={INSTAGRAM_APP}\nINSTAGRAM_APP_SECRET={INSTAGRAM_SECRET}\n"
    );
    let meta = |wanted| Fault::Misplaced(Foreign::MetaApp, wanted);
    let authorise = format!(
        "https://www.instagram.com/oauth/authorize?client_id={INSTAGRAM_APP}&redirect_uri=https%3A%2F%2Fexample.org%2F"
    );
    check(&[
        found(app, INSTAGRAM_APP, INSTAGRAM_APP, &[]),
        found(
            app,
            format!("{INSTAGRAM_APP}\n"),
            INSTAGRAM_APP,
            &[Repair::BlanksRemoved(1)],
        ),
        found(app, file.clone(), INSTAGRAM_APP, &[Repair::TakenFromAssignment]),
        found(secret, file, INSTAGRAM_SECRET, &[Repair::TakenFromAssignment]),
        found(app, authorise, INSTAGRAM_APP, &[Repair::TakenFromUrl]),
        found(
            app,
            format!("Instagram app ID\n{INSTAGRAM_APP}\nInstagram app secret\n••••••••\nShow"),
            INSTAGRAM_APP,
            &[Repair::TakenFromText],
        ),
        found(
            secret,
            INSTAGRAM_SECRET.to_uppercase(),
            INSTAGRAM_SECRET,
            &[Repair::Lowercased],
        ),
        refused(
            app,
            format!("https://developers.facebook.com/apps/{APP}/dashboard/"),
            meta(app),
            &[],
        ),
        refused(
            app,
            format!("https://www.facebook.com/v25.0/dialog/oauth?client_id={APP}"),
            meta(app),
            &[],
        ),
        refused(app, format!("{APP}|{SECRET}"), meta(app), &[]),
        refused(secret, format!("{APP}|{SECRET}"), meta(secret), &[]),
        refused(
            secret,
            format!("FACEBOOK_APP_SECRET={SECRET}"),
            meta(secret),
            &[Repair::TakenFromAssignment],
        ),
        refused(app, SECRET, Fault::Misplaced(Foreign::AppSecret, app), &[]),
        refused(app, INSTAGRAM, Fault::Misplaced(Foreign::AnyToken, app), &[]),
        refused(app, CODE, Fault::Misplaced(Foreign::AnyToken, app), &[]),
        refused(app, "my-app", Fault::NotDigits(app), &[]),
        refused(app, "12345", Fault::WrongDigitCount(app, Amount::TooLittle), &[]),
        doubtful(app, "1234567890", "1234567890", Fault::UnusualDigitCount(app)),
        refused(secret, APP, Fault::Misplaced(Foreign::AppId, secret), &[]),
        refused(secret, TOKEN, Fault::Misplaced(Foreign::AnyToken, secret), &[]),
        refused(secret, "abc", Fault::SecretWrongLength(secret, Amount::TooLittle), &[]),
        refused(secret, "my-shop", Fault::NotHex(secret, 7), &[]),
        refused(secret, "••••••••", Fault::StillHidden, &[]),
        empty(app, "", &[]),
        empty(secret, "", &[]),
    ]);
}

#[test]
fn the_number_of_a_page_comes_out_of_facebook_addresses() {
    let wanted = Wanted::PageId;
    check(&[
        found(wanted, PAGE, PAGE, &[]),
        found(wanted, format!(" {PAGE}\n"), PAGE, &[Repair::BlanksRemoved(2)]),
        found(wanted, format!("Page ID: {PAGE}"), PAGE, &[Repair::TakenFromAssignment]),
        found(wanted, format!("PAGE_ID={PAGE}"), PAGE, &[Repair::TakenFromAssignment]),
        found(
            wanted,
            format!("APP_ID={APP}\nPAGE_ID={PAGE}\n"),
            PAGE,
            &[Repair::TakenFromAssignment],
        ),
        found(wanted, format!("Page ID\n{PAGE}\nCopy"), PAGE, &[Repair::TakenFromText]),
    ]);
    for address in [
        "https://www.facebook.com/profile.php?id=103456789012345",
        "https://www.facebook.com/profile.php?id=103456789012345&sk=about",
        "https://www.facebook.com/pages/Corner-Bakery/103456789012345",
        "https://www.facebook.com/pages/category/Bakery/Corner-Bakery-103456789012345/",
        "https://www.facebook.com/people/Corner-Bakery/103456789012345/",
        "https://www.facebook.com/p/Corner-Bakery-103456789012345/",
        "https://www.facebook.com/103456789012345",
        "https://www.facebook.com/103456789012345/posts/1",
        "https://www.facebook.com/Corner-Bakery-103456789012345/",
        "https://m.facebook.com/103456789012345?ref=x",
        "www.facebook.com/103456789012345",
        "facebook.com/103456789012345/",
        "<https://www.facebook.com/103456789012345>",
        "https://business.facebook.com/latest/home?asset_id=103456789012345&business_id=1",
        "https://graph.facebook.com/v25.0/103456789012345?fields=name",
        "My Page is https://www.facebook.com/103456789012345",
    ] {
        check(&[found(wanted, address, PAGE, &[Repair::TakenFromUrl])]);
    }
}

#[test]
fn a_page_that_is_not_given_by_its_number_is_named() {
    let wanted = Wanted::PageId;
    let no = |text: &str, fault| refused(wanted, text, fault, &[]);
    let misplaced = |text: &str, foreign| no(text, Fault::Misplaced(foreign, wanted));
    check(&[
        misplaced("https://www.facebook.com/cornerbakery", Foreign::PageName),
        misplaced("facebook.com/cornerbakery/", Foreign::PageName),
        misplaced("https://www.facebook.com/pg/cornerbakery/about/", Foreign::PageName),
        misplaced("cornerbakery", Foreign::PageName),
        misplaced("@cornerbakery", Foreign::PageName),
        misplaced(SECRET, Foreign::AppSecret),
        misplaced(TOKEN, Foreign::AnyToken),
        misplaced(CODE, Foreign::AnyToken),
        misplaced(&format!("{APP}|{SECRET}"), Foreign::AppToken),
        misplaced(&format!("https://developers.facebook.com/apps/{APP}/"), Foreign::AppId),
        no(
            "https://www.facebook.com/103456789012345 https://www.facebook.com/103456789012346",
            Fault::MoreThanOne(wanted),
        ),
        no(
            "https://www.facebook.com/groups/103456789012345/",
            Fault::NothingInside(wanted),
        ),
        no("https://example.org/103456789012345", Fault::NothingInside(wanted)),
        no("123", Fault::WrongDigitCount(wanted, Amount::TooLittle)),
        no("123456789012345678901", Fault::WrongDigitCount(wanted, Amount::TooMuch)),
        no("１２３４５６７８９０", Fault::NotDigits(wanted)),
        doubtful(wanted, "20531", "20531", Fault::UnusualDigitCount(wanted)),
        empty(wanted, "", &[]),
    ]);
}
