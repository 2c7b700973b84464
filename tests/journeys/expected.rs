//! Where each scenario leads on each journey: the ids of the troubles met in order, then the verdict. Only those are
//! listed that do not simply end as most do.

/// One scenario, and what a person meets in it.
pub(crate) type Exception = (&'static str, &'static [&'static str]);

/// The journey `page`, by the Graph API Explorer.
pub(crate) const PAGE: &[Exception] = &[
    ("wrong-secret", &["wrong-secret-for-token", "proved"]),
    ("wrong-app-id", &["wrong-app-id", "proved"]),
    ("instagram-app-id", &["instagram-app-id", "wrong-secret", "proved"]),
    ("other-app", &["other-app", "proved"]),
    ("expired", &["token-expired", "proved"]),
    ("password-changed", &["password-changed", "proved"]),
    ("missing-permission", &["missing-permissions", "proved"]),
    ("no-pages", &["no-pages", "proved"]),
    ("short-page-token", &["not done: This Page token does not last"]),
    ("granted-not-in-force", &["not-in-force"]),
    ("rate-limited", &["app-limit", "app-limit", "proved"]),
    ("declined-permission", &["missing-permissions", "proved"]),
    ("checkpoint", &["checkpoint"]),
    ("endless-cursor", &["remark on the list", "proved"]),
    ("portfolio-pages-hidden", &["no-pages", "proved"]),
    ("two-factor-page", &["no-usable-pages", "proved"]),
    ("app-token-pasted", &["said at the field", "proved"]),
    ("instagram-token-pasted", &["said at the field", "proved"]),
    ("token-echoed", &["damaged-token", "proved"]),
    ("secret-reset", &["wrong-secret-for-token", "proved"]),
    ("renew-expired", &["token-expired", "proved"]),
];

/// The journey `page`, by a login in a browser on this machine.
pub(crate) const PAGE_BY_LOGIN: &[Exception] = &[
    ("wrong-secret", &["wrong-secret", "proved"]),
    (
        "wrong-app-id",
        &["a page of the login that leads nowhere", "wrong-app-id", "proved"],
    ),
    (
        "instagram-app-id",
        &[
            "a page of the login that leads nowhere",
            "instagram-app-id",
            "wrong-secret",
            "proved",
        ],
    ),
    ("granted-not-in-force", &["not-in-force"]),
    ("rate-limited", &["app-limit", "app-limit", "proved"]),
    ("endless-cursor", &["remark on the list", "proved"]),
    (
        "pages-by-target-ids",
        &[
            "no-pages-with-portfolios",
            "no-pages-with-portfolios",
            "no-pages-with-portfolios",
        ],
    ),
    (
        "two-factor-page",
        &["no-usable-pages", "no-usable-pages", "no-usable-pages"],
    ),
    ("secret-reset", &["wrong-secret", "proved"]),
    ("login-declined", &["missing-permissions", "proved"]),
    ("login-no-role", &["a page of the login that leads nowhere", "proved"]),
    (
        "login-redirect-not-listed",
        &["a page of the login that leads nowhere", "return-address-unlisted"],
    ),
    (
        "login-feature-unavailable",
        &["a page of the login that leads nowhere", "proved"],
    ),
    (
        "login-scope-missing",
        &["a page of the login that leads nowhere", "proved"],
    ),
];

/// The journey `instagram`.
pub(crate) const INSTAGRAM: &[Exception] = &[
    ("wrong-secret", &["wrong-secret-for-token", "proved"]),
    ("wrong-app-id", &["wrong-app-id", "proved"]),
    ("instagram-app-id", &["instagram-app-id", "wrong-secret", "proved"]),
    ("other-app", &["other-app", "proved"]),
    ("expired", &["token-expired", "proved"]),
    ("password-changed", &["password-changed", "proved"]),
    ("missing-permission", &["missing-permissions", "proved"]),
    ("no-pages", &["no-pages", "proved"]),
    ("many-pages", &["no-instagram-account"]),
    ("short-page-token", &["not done: This Page token does not last"]),
    ("granted-not-in-force", &["no-instagram-account"]),
    ("rate-limited", &["app-limit", "app-limit", "proved"]),
    ("checkpoint", &["checkpoint"]),
    ("page-without-instagram", &["no-instagram-account"]),
    ("personal-instagram", &["instagram-is-personal"]),
    ("twenty-seven-pages", &["no-instagram-account"]),
    ("ten-thousand-pages", &["no-instagram-account"]),
    ("endless-cursor", &["remark on the list", "no Page to choose"]),
    ("portfolio-pages-hidden", &["no-pages", "proved"]),
    ("page-not-ticked", &["instagram-is-personal"]),
    ("two-factor-page", &["no-usable-pages", "proved"]),
    ("app-token-pasted", &["said at the field", "proved"]),
    ("instagram-token-pasted", &["said at the field", "proved"]),
    ("token-echoed", &["damaged-token", "proved"]),
    ("data-access-past", &["data-access-over", "proved"]),
    ("secret-reset", &["wrong-secret-for-token", "proved"]),
    ("renew-expired", &["token-expired", "proved"]),
];

/// The journey `user`.
pub(crate) const USER: &[Exception] = &[
    ("wrong-secret", &["wrong-secret-for-token", "proved"]),
    ("wrong-app-id", &["wrong-app-id", "proved"]),
    ("instagram-app-id", &["instagram-app-id", "wrong-secret", "proved"]),
    ("other-app", &["other-app", "proved"]),
    ("expired", &["token-expired", "proved"]),
    ("password-changed", &["password-changed", "proved"]),
    ("missing-permission", &["missing-permissions", "proved"]),
    ("no-pages", &["no-pages", "proved"]),
    ("many-pages", &["not done: None of your Pages has an Instagram account"]),
    ("short-page-token", &["not done: The token still ends soon"]),
    (
        "granted-not-in-force",
        &["not done: None of your Pages has an Instagram account"],
    ),
    ("rate-limited", &["app-limit", "app-limit", "proved"]),
    (
        "page-token-pasted",
        &["page-token-for-user", "page-token-for-user", "page-token-for-user"],
    ),
    ("declined-permission", &["missing-permissions", "proved"]),
    ("checkpoint", &["checkpoint"]),
    (
        "page-without-instagram",
        &["not done: None of your Pages has an Instagram account"],
    ),
    (
        "personal-instagram",
        &["not done: The Instagram account of this Page is a personal one"],
    ),
    (
        "twenty-seven-pages",
        &["not done: None of your Pages has an Instagram account"],
    ),
    (
        "ten-thousand-pages",
        &["not done: None of your Pages has an Instagram account"],
    ),
    (
        "endless-cursor",
        &["not done: None of your Pages has an Instagram account"],
    ),
    ("portfolio-pages-hidden", &["no-pages", "proved"]),
    (
        "page-not-ticked",
        &["not done: The Instagram account of this Page is a personal one"],
    ),
    ("two-factor-page", &["not done: None of these Pages can be used"]),
    ("app-token-pasted", &["said at the field", "proved"]),
    ("instagram-token-pasted", &["said at the field", "proved"]),
    ("token-echoed", &["damaged-token", "proved"]),
    (
        "data-access-past",
        &["not done: 90 days have passed since the last login"],
    ),
    ("secret-reset", &["wrong-secret-for-token", "proved"]),
    ("renew-expired", &["token-expired", "proved"]),
];

/// The journey `instagram-login`, by a login in a browser.
pub(crate) const INSTAGRAM_LOGIN: &[Exception] = &[
    ("instagram-no-tester-role", &["instagram-role-missing"]),
    (
        "instagram-login-refused",
        &["a page of the login that leads nowhere", "instagram-role-missing"],
    ),
    (
        "instagram-wrong-app-id",
        &[
            "a page of the login that leads nowhere",
            "meta-app-id",
            "wrong-instagram-secret",
            "proved",
        ],
    ),
    ("instagram-wrong-secret", &["wrong-instagram-secret", "proved"]),
];

/// The same with a bare code that was copied.
pub(crate) const INSTAGRAM_LOGIN_BY_CODE: &[Exception] = &[
    ("instagram-no-tester-role", &["instagram-role-missing"]),
    ("instagram-login-refused", &["instagram-role-missing"]),
    (
        "instagram-code-spent",
        &["login-code-spent", "login-code-spent", "login-code-spent"],
    ),
    (
        "instagram-redirect-mismatch",
        &[
            "return-address-differs",
            "return-address-differs",
            "return-address-differs",
        ],
    ),
    (
        "instagram-wrong-app-id",
        &["meta-app-id", "wrong-instagram-secret", "proved"],
    ),
    ("instagram-wrong-secret", &["wrong-instagram-secret", "proved"]),
];

/// The same with a token of the dashboard.
pub(crate) const INSTAGRAM_DASHBOARD: &[Exception] = &[
    ("instagram-expired", &["instagram-token-expired", "proved"]),
    ("instagram-no-tester-role", &["instagram-role-missing"]),
    ("instagram-login-refused", &["instagram-role-missing"]),
];

/// The same with a token of an hour.
pub(crate) const INSTAGRAM_HOUR: &[Exception] = &[
    // The first one lasts already: it is led to where it gets new time.
    ("instagram-dashboard-exchanged", &["instagram-already-long", "proved"]),
    ("instagram-no-tester-role", &["instagram-role-missing"]),
    ("instagram-login-refused", &["instagram-role-missing"]),
    ("instagram-wrong-app-id", &["wrong-instagram-secret", "proved"]),
    ("instagram-wrong-secret", &["wrong-instagram-secret", "proved"]),
];

/// The journey `renew`.
pub(crate) const RENEW: &[Exception] = &[
    ("wrong-secret", &["wrong-secret-for-token", "proved"]),
    ("wrong-app-id", &["app-pair-wrong", "app-pair-wrong", "app-pair-wrong"]),
    (
        "instagram-app-id",
        &["app-pair-wrong", "app-pair-wrong", "app-pair-wrong"],
    ),
    ("other-app", &["other-app", "other-app", "proved"]),
    ("expired", &["not done: This token has expired"]),
    ("password-changed", &["not done: A password change ended this token"]),
    ("short-page-token", &["not done: The token still ends soon"]),
    (
        "page-token-pasted",
        &["found: Nothing to do: this Page token never expires"],
    ),
    (
        "system-user",
        &["found: Nothing to do: this system user's token never expires"],
    ),
    ("proof-required", &["proof-required", "proved"]),
    ("checkpoint", &["not done: Facebook wants to check the account first"]),
    ("app-token-pasted", &["said at the field", "proved"]),
    ("token-echoed", &["not done: The token is damaged or incomplete"]),
    ("secret-reset", &["wrong-secret-for-token", "proved"]),
    ("renew-expired", &["not done: This token has expired"]),
    ("renew-short-page-token", &["not done: A Page token gets no new time"]),
    (
        "instagram-dashboard-token",
        &["found: Not due yet: this Instagram token is less than a day old"],
    ),
    // Refused as a token of an hour, and made to last at the door that the trouble leads to.
    ("instagram-short-token", &["instagram-one-hour", "proved"]),
    (
        "instagram-refresh-early",
        &["found: Not due yet: this Instagram token is less than a day old"],
    ),
    ("instagram-refresh-refused", &["instagram-too-young"]),
    ("instagram-expired", &["not done: This Instagram token has expired"]),
];

/// The journey `check`.
pub(crate) const CHECK: &[Exception] = &[
    (
        "data-access-past",
        &["found: This user token works for 1 h 19 min more, but its data access is over"],
    ),
    ("wrong-app-id", &["app-pair-wrong", "app-pair-wrong", "app-pair-wrong"]),
    (
        "instagram-app-id",
        &["app-pair-wrong", "app-pair-wrong", "app-pair-wrong"],
    ),
    ("expired", &["found: This token has expired"]),
    ("password-changed", &["found: A password change ended this token"]),
    ("short-page-token", &["found: This user token works for 57 min more"]),
    ("page-token-pasted", &["found: This Page token works and never expires"]),
    (
        "system-user",
        &["found: This system user's token works and never expires"],
    ),
    (
        "proof-required",
        &["proof-required", "found: This user token works for 1 h 19 min more"],
    ),
    ("checkpoint", &["found: Facebook wants to check the account first"]),
    (
        "app-token-pasted",
        &["said at the field", "found: This user token works for 1 h 19 min more"],
    ),
    ("instagram-token-pasted", &["found: This Instagram token works"]),
    ("token-echoed", &["found: The token is damaged or incomplete"]),
    ("instagram-dashboard-token", &["found: This Instagram token works"]),
    ("instagram-dashboard-exchanged", &["found: This Instagram token works"]),
    ("instagram-short-token", &["found: This Instagram token works"]),
    ("instagram-thirty-days-old", &["found: This Instagram token works"]),
    ("instagram-refresh-early", &["found: This Instagram token works"]),
    ("instagram-refresh-refused", &["found: This Instagram token works"]),
    ("instagram-expired", &["found: This Instagram token has expired"]),
    ("sixty-days-token", &["found: This user token works for 20 days more"]),
    ("renew-expired", &["found: This token has expired"]),
    (
        "renew-short-page-token",
        &["found: This Page token works for 49 min more"],
    ),
    (
        "system-user-sixty-days",
        &["found: This system user's token works for 20 days more"],
    ),
];
