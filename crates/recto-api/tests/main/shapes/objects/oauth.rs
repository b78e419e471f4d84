//! Tokens.

use recto_api::oauth::{
    ExternalAccount, GrantType, OAuthError, OAuthErrorCode, TokenGrant, TokenOwner, TokenReference,
    TokenRequest, TokenRevoked, TokenState,
};
use serde_json::{Value, json};

use super::{ID, texts};
use crate::shapes::Shape;

pub(super) fn shapes() -> Vec<Shape> {
    let user = json!({
        "object": "user", "id": ID, "name": "Ada", "avatar_url": null, "type": "person",
        "person": {"email": "ada@example.com"},
    });
    let owner = json!({"type": "user", "user": user});
    let grant = |owner: Value| {
        json!({
            "access_token": "ntn_0123",
            "token_type": "bearer",
            "refresh_token": "nrt_0123",
            "bot_id": ID,
            "workspace_icon": null,
            "workspace_name": "Works",
            "workspace_id": ID,
            "owner": owner,
            "duplicated_template_id": null,
            "disabled_tool_names": ["search"],
            "request_id": ID,
        })
    };
    let mut all = texts::<GrantType>(&["authorization_code", "refresh_token"]);
    all.extend(texts::<OAuthErrorCode>(&[
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "test_env_error",
    ]));
    all.extend([
        Shape::of::<TokenGrant>(grant(owner.clone())),
        Shape::of::<TokenGrant>(grant(json!("hidden"))),
        // Someone took the owner out of a recording and left a text.
        Shape::of::<TokenGrant>(grant(json!("..."))),
        Shape::of::<TokenOwner>(owner),
        Shape::of::<TokenOwner>(json!({"type": "workspace", "workspace": true})),
        Shape::of::<TokenRequest>(json!({
            "grant_type": "authorization_code", "code": "0123",
            "redirect_uri": "https://example.com/back",
            "external_account": {"key": "7", "name": "Ada's"},
        })),
        Shape::of::<TokenRequest>(
            json!({"grant_type": "refresh_token", "refresh_token": "nrt_0123"}),
        ),
        Shape::of::<ExternalAccount>(json!({"key": "7", "name": "Ada's"})),
        Shape::of::<TokenReference>(json!({"token": "ntn_0123"})),
        Shape::of::<TokenState>(json!({
            "active": true, "scope": "read_content insert_content", "iat": 1_742_002_165_921_u64,
            "request_id": ID,
        })),
        Shape::of::<TokenState>(json!({"active": false})),
        Shape::of::<TokenRevoked>(json!({"request_id": ID})),
        Shape::of::<OAuthError>(json!({
            "error": "invalid_client", "error_description": "No such client.", "request_id": ID,
        })),
    ]);
    all
}
