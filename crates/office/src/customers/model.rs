//! Customers.

crate::id!(CustomerId, "A customer.");
