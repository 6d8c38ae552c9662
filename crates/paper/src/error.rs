//! What can go wrong while a document becomes a PDF.

/// Why a document could not be rendered. Text never causes one: whatever a customer is called, the
/// page is printed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The page leaves no room for text between its margins, or a size is not a number.
    #[error("the page leaves no room between its margins")]
    Page,
    /// An image is damaged, too large, or in a format which is neither PNG nor JPEG.
    #[error("the image cannot be used: {0}")]
    Image(ImageFault),
    /// A table row has more cells than the table has columns, or a table has no column.
    #[error("row {row} of a table has more cells than the table has columns")]
    TableShape {
        /// Index of the row, from zero.
        row: usize,
    },
    /// A grid of squares (QR code) whose cells do not fill its side.
    #[error("a code of {side} squares a side came with {cells} squares")]
    CodeShape {
        /// Squares a side.
        side: usize,
        /// Squares given.
        cells: usize,
    },
    /// A font or the PDF writer failed: a fault of this crate, never of the data.
    #[error("the PDF could not be written: {0}")]
    Writer(String),
}

/// What is wrong with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageFault {
    /// Neither a PNG nor a JPEG signature.
    #[error("neither PNG nor JPEG")]
    UnknownFormat,
    /// The data ends early or contradicts itself.
    #[error("damaged")]
    Damaged,
    /// More than [`crate::MAX_IMAGE_SIDE`] pixels a side.
    #[error("too many pixels")]
    TooLarge,
    /// A colour space this crate does not print (CMYK JPEG).
    #[error("unsupported colour space")]
    Colours,
}
