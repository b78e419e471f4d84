//! The endpoint table: what a request looks like, and what an incoming path means.

use http::Method;
use recto_api::endpoint::{
    Endpoint, GetPageProperty, ListBlockChildren, Operation, QueryDataSource, TABLE, route,
};
use recto_api::ids::{BlockId, DataSourceId, PageId, PropertyId};
use recto_api::version::Version;

use crate::samples::ID;

#[test]
fn every_row_is_found_by_its_own_path() {
    for row in TABLE {
        let path = row.path.replace("{", "").replace("}", "");
        let found = route(&row.method, &path).unwrap_or_else(|| panic!("{}", row.path));
        assert_eq!(found.route.operation, row.operation);
        assert_eq!(row.operation.route().path, row.path);
    }
}

#[test]
fn literal_segments_win_and_one_trailing_slash_is_ignored() {
    let operation = |path| route(&Method::GET, path).map(|found| found.route.operation);
    assert_eq!(operation("/v1/users/me"), Some(Operation::GetSelf));
    assert_eq!(operation("/v1/users/me/"), Some(Operation::GetSelf));
    assert_eq!(operation("/v1/users/me//"), None);
    assert_eq!(operation("/v1/users/you"), Some(Operation::GetUser));
    assert_eq!(operation("/v1/pages"), None);
    assert_eq!(operation("/v1/pages/"), None);
    assert_eq!(operation("/"), None);
    assert!(route(&Method::PUT, "/v1/users/me").is_none());
}

#[test]
fn parameters_are_decoded_once() {
    let path = format!("/v1/pages/{ID}/properties/%253Fb");
    let found = route(&Method::GET, &path).unwrap();
    assert_eq!(found.params[0], ("page_id", ID.into()));
    assert_eq!(found.params[1], ("property_id", "%3Fb".into()));
}

#[test]
fn requests_encode_their_path_and_query() {
    let page = PageId::parse(ID).unwrap();
    let property = GetPageProperty::new(page, PropertyId::from("%3FbA%2F"));
    assert_eq!(
        property.path_and_query(),
        format!("/v1/pages/{ID}/properties/%3FbA%2F")
    );
    let mut children = ListBlockChildren::new(BlockId::parse(ID).unwrap());
    children.page_size = Some(5);
    children.start_cursor = Some("a b".to_owned());
    let path = format!("/v1/blocks/{ID}/children?start_cursor=a%20b&page_size=5");
    assert_eq!(children.path_and_query(), path);
    let mut query = QueryDataSource::new(DataSourceId::parse(ID).unwrap());
    query.filter_properties = vec!["title".to_owned(), "a;b".to_owned()];
    let path =
        format!("/v1/data_sources/{ID}/query?filter_properties=title&filter_properties=a%3Bb");
    assert_eq!(query.path_and_query(), path);
}

#[test]
fn data_sources_exist_since_2025_09_03() {
    let mounted = |operation: Operation, version| operation.route().is_mounted(version);
    assert!(!mounted(Operation::QueryDataSource, Version::V2022_06_28));
    assert!(mounted(Operation::QueryDataSource, Version::V2025_09_03));
    assert!(mounted(Operation::QueryDatabase, Version::V2022_06_28));
    assert!(!mounted(Operation::QueryDatabase, Version::V2025_09_03));
    assert_eq!("2026-03-11".parse(), Ok(Version::NEWEST));
    assert!(
        "2024-01-01"
            .parse::<Version>()
            .unwrap_err()
            .to_string()
            .contains("2026-03-11")
    );
}
