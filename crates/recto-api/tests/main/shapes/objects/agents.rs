//! Agents.

use recto_api::agent::{
    Agent, AgentAction, AgentChange, AgentFields, AgentInsights, AgentModel, AgentOperation,
    AgentStatus, AgentType, AgentVersion, Connection, ConnectionTarget, ConnectionTool, Permission,
    Schedule, ToolApproval, Trigger,
};
use recto_api::endpoint::AgentQuery;
use serde_json::json;

use super::{ID, MINUTE, texts};
use crate::shapes::Shape;

pub(super) fn shapes() -> Vec<Shape> {
    let version = json!({"id": ID, "number": 4, "published_at": MINUTE});
    let model = json!({"mode": "pinned", "id": "large-1"});
    let target = json!({
        "type": "database_property", "id": null, "data_source_id": ID, "property_id": "a%3Bb",
        "allowed_domains": ["example.com"],
    });
    let permission = json!({"target": target, "scopes": ["reader"]});
    let tool = json!({"name": "search", "title": "Search"});
    let approval = json!({"read": true, "write": false});
    let schedule = json!({
        "frequency": "month", "interval": 2, "weekdays": ["monday"], "monthdays": [1],
        "week_numbers": [-1], "hour": 9, "minute": 30, "timezone": "Europe/Oslo",
        "start_date": "2026-03-01T00:00:00Z", "end": {"type": "count", "occurrences": 3},
    });
    let trigger = json!({
        "type": "recurrence", "enabled": true, "schedule": schedule, "config": {"a": {}},
    });
    let connection = json!({
        "type": "mcp_server", "name": "Tools",
        "account": {"type": "mcp_server", "server_host": "example.com"},
        "permissions": [permission], "enabled_tools": [tool],
        "run_tools_automatically": approval,
    });
    let mut all = texts::<AgentType>(&[
        "notion_ai",
        "custom_agent",
        "autofill_custom_agent",
        "external",
    ]);
    all.extend(texts::<AgentStatus>(&["active", "disabled", "deleted"]));
    all.extend(texts::<AgentAction>(&[
        "update_status",
        "update_credit_limit",
        "delete",
    ]));
    all.extend([
        Shape::of::<Agent>(json!({
            "object": "agent", "id": ID, "agent_type": "custom_agent", "name": "Librarian",
            "description": "Finds books.", "instructions_page_id": ID,
            "icon": {"type": "emoji", "emoji": "📚"},
            "model": model, "connections": [connection], "status": "active",
            "pause_reason": null, "created_by": {"object": "user", "type": "user", "id": ID},
            "version": version, "agent_version": version, "has_unpublished_changes": false,
            "last_run_time": MINUTE, "last_run_at": null, "credit_limit": 100,
            "triggers": [trigger], "created_time": MINUTE, "last_edited_time": MINUTE,
            "instructions": "Be brief.", "request_id": ID,
        })),
        Shape::of::<Agent>(json!({
            "object": "agent", "id": "notion_ai", "agent_type": "notion_ai", "name": "Notion AI",
            "description": null, "instructions_page_id": null, "icon": null,
            "model": {"mode": "auto"},
            "connections": [
                {"type": "notion", "name": "Notion", "account": null, "permissions": []},
                {"type": "slack", "name": "Slack", "account": "hidden", "permissions": "hidden"},
                {"type": "github", "name": "GitHub", "account": "ada", "enabled_tools": "hidden"},
            ],
            "status": "disabled", "pause_reason": "credit_limit", "created_by": null,
            "version": null, "agent_version": null, "has_unpublished_changes": "hidden",
            "last_run_time": "hidden", "last_run_at": "hidden", "credit_limit": "hidden",
            "triggers": "hidden",
        })),
        Shape::of::<AgentModel>(model),
        Shape::of::<AgentVersion>(version),
        Shape::of::<Connection>(connection),
        Shape::of::<Permission>(permission),
        Shape::of::<ConnectionTarget>(target),
        Shape::of::<ConnectionTool>(tool),
        Shape::of::<ToolApproval>(approval),
        Shape::of::<Trigger>(trigger),
        Shape::of::<Schedule>(schedule),
        Shape::of::<AgentInsights>(json!({
            "object": "agent_insights", "id": ID, "name": "Librarian",
            "agent_type": "autofill_custom_agent", "status": "deleted", "pause_reason": null,
            "created_by": {"id": ID, "type": "user"}, "total_credits_used": 12.5,
            "credit_limit": "hidden", "runs_completed": 3,
        })),
        Shape::of::<AgentChange>(json!({
            "agent_id": ID, "status": "disabled", "pause_reason": "disabled_from_api",
            "credit_limit": null, "last_edited_time": MINUTE, "deleted_at": MINUTE,
        })),
        Shape::of::<AgentOperation>(json!({
            "action": "update_status", "agent_id": ID, "fields": {"status": "active"},
        })),
        Shape::of::<AgentOperation>(json!({"action": "delete", "agent_id": "notion_ai"})),
        Shape::of::<AgentFields>(json!({"status": "active", "credit_limit": 5})),
        Shape::of::<AgentQuery>(json!({
            "query": "lib", "filter": {"property": "favorited", "checkbox": {"equals": true}},
            "sorts": [{"property": "last_run_at", "direction": "descending"}],
            "start_cursor": "a", "page_size": 5, "verbose": true, "include_deleted": false,
        })),
    ]);
    all
}
