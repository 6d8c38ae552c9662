//! The three bundled faces of Inter (SIL Open Font License, see `fonts/OFL.txt`), parsed once.

use std::sync::OnceLock;

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, ShapePlan, script};

use crate::error::Error;
use crate::model::Weight;

static REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
static SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/Inter-Bold.ttf");

/// A face with everything layout asks of it again and again.
pub(crate) struct Font {
    /// PostScript name.
    pub name: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The parsed tables.
    pub face: Face<'static>,
    /// Font units in an em.
    pub units_per_em: f32,
    /// Height above the baseline, in ems.
    pub ascent: f32,
    /// Depth below the baseline, in ems, positive.
    pub descent: f32,
    /// Printed where a character is missing.
    pub replacement: u16,
    proportional: ShapePlan,
    tabular: ShapePlan,
}

impl Font {
    fn parse(name: &'static str, bytes: &'static [u8]) -> Option<Self> {
        let face = Face::from_slice(bytes, 0)?;
        let units_per_em = f32::from(face.as_ref().units_per_em());
        Some(Self {
            name,
            bytes,
            units_per_em,
            ascent: f32::from(face.ascender()) / units_per_em,
            descent: -f32::from(face.descender()) / units_per_em,
            replacement: face.glyph_index('\u{fffd}').map_or(0, |glyph| glyph.0),
            proportional: plan(&face, false),
            tabular: plan(&face, true),
            face,
        })
    }

    /// The shaping plan for proportional or tabular figures.
    pub fn plan(&self, tabular: bool) -> &ShapePlan {
        if tabular { &self.tabular } else { &self.proportional }
    }

    /// Width of a glyph without kerning, in font units.
    pub fn width(&self, glyph: u16) -> u16 {
        self.face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(glyph)).unwrap_or(0)
    }
}

/// Kerning, but nothing that draws other signs than the ones written: Inter's contextual alternates
/// turn `->` into an arrow and an x between figures into a multiplication sign.
fn plan(face: &Face<'static>, tabular: bool) -> ShapePlan {
    let switch = |tag: &[u8; 4], on: bool| Feature::new(Tag::from_bytes(tag), u32::from(on), ..);
    let features = [
        switch(b"kern", true),
        switch(b"liga", false),
        switch(b"clig", false),
        switch(b"calt", false),
        switch(b"ccmp", false),
        switch(b"tnum", tabular),
    ];
    ShapePlan::new(face, Direction::LeftToRight, Some(script::LATIN), None, &features)
}

/// The faces.
pub(crate) struct Fonts([Font; 3]);

impl Fonts {
    /// The faces, parsed at the first call.
    pub fn get() -> Result<&'static Self, Error> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS
            .get_or_init(|| {
                Some(Self([
                    Font::parse("Inter-Regular", REGULAR)?,
                    Font::parse("Inter-SemiBold", SEMI_BOLD)?,
                    Font::parse("Inter-Bold", BOLD)?,
                ]))
            })
            .as_ref()
            .ok_or_else(|| Error::Writer("a bundled font is damaged".into()))
    }

    /// The face of a weight.
    pub fn of(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.0[0],
            Weight::SemiBold => &self.0[1],
            Weight::Bold => &self.0[2],
        }
    }
}
