//! Requests about databases.

use std::borrow::Cow;

use super::json;
use crate::database::{Database, DatabasePatch, NewDatabase};
use crate::endpoint::{Endpoint, Operation};
use crate::ids::DatabaseId;

/// A new database with its first data source.
#[derive(Debug, Clone)]
pub struct CreateDatabase {
    /// What it will be.
    pub body: NewDatabase,
}

impl CreateDatabase {
    /// Creates this database.
    pub fn new(body: NewDatabase) -> Self {
        Self { body }
    }
}

impl Endpoint for CreateDatabase {
    const OPERATION: Operation = Operation::CreateDatabase;
    type Output = Database;

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}

/// A database.
#[derive(Debug, Clone)]
pub struct GetDatabase {
    /// The database.
    pub database_id: DatabaseId,
}

impl GetDatabase {
    /// Asks for this database.
    pub fn new(database_id: DatabaseId) -> Self {
        Self { database_id }
    }
}

impl Endpoint for GetDatabase {
    const OPERATION: Operation = Operation::GetDatabase;
    type Output = Database;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.database_id.as_str().into()]
    }
}

/// Changes a database.
#[derive(Debug, Clone)]
pub struct UpdateDatabase {
    /// The database.
    pub database_id: DatabaseId,
    /// The changes.
    pub body: DatabasePatch,
}

impl UpdateDatabase {
    /// Changes this database.
    pub fn new(database_id: DatabaseId, body: DatabasePatch) -> Self {
        Self { database_id, body }
    }
}

impl Endpoint for UpdateDatabase {
    const OPERATION: Operation = Operation::UpdateDatabase;
    type Output = Database;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.database_id.as_str().into()]
    }

    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        json(&self.body)
    }
}
