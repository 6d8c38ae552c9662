//! Where the base is: asked at the first start, changed later, remembered for whoever uses this computer (SYS-1). Works
//! without any base; what is decided here is which one is opened.

pub mod doors;
pub mod model;
pub mod rules;
pub mod settings;
