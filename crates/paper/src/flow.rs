//! Fragments, the unbreakable pieces a document is cut into, and their distribution over pages.

use std::sync::Arc;

use crate::display::Item;

/// How strongly a fragment holds on to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Keep {
    /// A page may end here.
    #[default]
    No,
    /// A page ends here only if the group cannot fit on any page.
    Soft,
    /// As `Soft`, and tried again within a soft group that is too tall.
    Hard,
}

/// A piece that is never cut; its top left corner is the origin of its items.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fragment {
    /// Space above, which vanishes at the top of a page.
    pub before: f32,
    pub height: f32,
    pub items: Vec<Item>,
    pub keep: Keep,
    /// Set again above this fragment if it begins a page.
    pub repeat: Option<Arc<Fragment>>,
    /// Begins a page whatever fits.
    pub page_break: bool,
}

/// Fragments in reading order, with the space wanted before the next one.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub fragments: Vec<Fragment>,
    gap: f32,
    page_break: bool,
}

impl Flow {
    /// Adds space above what follows.
    pub fn gap(&mut self, points: f32) {
        if points.is_finite() {
            self.gap += points.clamp(0.0, 2000.0);
        }
    }

    /// What follows begins on a new page.
    pub fn break_page(&mut self) {
        self.page_break = true;
    }

    /// Adds a fragment below the others.
    pub fn push(&mut self, mut fragment: Fragment) {
        fragment.before += std::mem::take(&mut self.gap);
        fragment.page_break |= std::mem::take(&mut self.page_break);
        self.fragments.push(fragment);
    }

    /// Ties everything from `first` on, except the last fragment, to what follows it.
    pub fn keep_from(&mut self, first: usize, keep: Keep) {
        let end = self.fragments.len().saturating_sub(1);
        for fragment in self.fragments.get_mut(first..end).unwrap_or_default() {
            fragment.keep = fragment.keep.max(keep);
        }
    }

    /// Ties the last fragment to what comes next.
    pub fn keep_last(&mut self, keep: Keep) {
        if let Some(last) = self.fragments.last_mut() {
            last.keep = last.keep.max(keep);
        }
    }
}

/// Puts fragments under each other into one.
pub(crate) fn stack(fragments: impl IntoIterator<Item = Fragment>) -> Fragment {
    let mut merged = Fragment::default();
    for mut fragment in fragments {
        if !merged.items.is_empty() || merged.height > 0.0 {
            merged.height += fragment.before;
        }
        for item in &mut fragment.items {
            item.shift(0.0, merged.height);
        }
        merged.height += fragment.height;
        merged.items.append(&mut fragment.items);
    }
    merged
}

/// Puts columns of fragments side by side: one fragment if it fits into `max_height`, else bands of
/// about `band` points that can be spread over pages.
pub(crate) fn side_by_side(columns: Vec<(f32, Vec<Fragment>)>, max_height: f32, band: f32) -> Vec<Fragment> {
    let tallest = columns.iter().map(|(_, f)| height(f)).fold(0.0, f32::max);
    let target = if tallest <= max_height { f32::INFINITY } else { band };
    let mut columns: Vec<_> = columns.into_iter().map(|(x, f)| (x, f.into_iter().peekable())).collect();
    let mut out = Vec::new();
    while columns.iter_mut().any(|(_, rest)| rest.peek().is_some()) {
        let mut merged = Fragment::default();
        for (x, rest) in &mut columns {
            let mut used = 0.0;
            let mut taken = Vec::new();
            while let Some(next) =
                rest.next_if(|next| used == 0.0 || used + next.before + next.height <= target)
            {
                used += next.before + next.height;
                taken.push(next);
            }
            let mut part = stack(taken);
            part.items.iter_mut().for_each(|item| item.shift(*x, 0.0));
            merged.height = merged.height.max(part.height);
            merged.items.append(&mut part.items);
        }
        out.push(merged);
    }
    out
}

fn height(fragments: &[Fragment]) -> f32 {
    fragments.iter().map(|f| f.before + f.height).sum()
}

/// The room for content on each page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub left: f32,
    pub first_top: f32,
    pub other_top: f32,
    pub bottom: f32,
}

/// Distributes fragments over pages; the result has at least one page.
pub(crate) fn paginate(fragments: Vec<Fragment>, room: Room) -> Vec<Vec<Item>> {
    let mut paginator = Paginator { room, pages: vec![Vec::new()], y: room.first_top, fresh: true };
    let mut rest = fragments.into_iter().peekable();
    while let Some(first) = rest.next() {
        if first.page_break && !paginator.fresh {
            paginator.new_page();
        }
        let mut group = vec![first];
        while group.last().is_some_and(|last| last.keep > Keep::No) {
            match rest.next_if(|next| !next.page_break) {
                Some(next) => group.push(next),
                None => break,
            }
        }
        paginator.place_group(group, Keep::Soft);
    }
    paginator.pages
}

struct Paginator {
    room: Room,
    pages: Vec<Vec<Item>>,
    y: f32,
    fresh: bool,
}

impl Paginator {
    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.room.other_top;
        self.fresh = true;
    }

    fn left_here(&self) -> f32 {
        self.room.bottom - self.y
    }

    fn place_group(&mut self, group: Vec<Fragment>, level: Keep) {
        let Some(first) = group.first() else { return };
        let all = height(&group);
        let skipped = if self.fresh { first.before } else { 0.0 };
        if all - skipped <= self.left_here() {
            group.into_iter().for_each(|fragment| self.place(fragment));
            return;
        }
        let repeated = first.repeat.as_ref().map_or(0.0, |repeat| repeat.height);
        if all - first.before + repeated <= self.room.bottom - self.room.other_top {
            self.new_page();
            group.into_iter().for_each(|fragment| self.place(fragment));
            return;
        }
        if level == Keep::Soft {
            for part in split_soft(group) {
                self.place_group(part, Keep::Hard);
            }
            return;
        }
        group.into_iter().for_each(|fragment| self.place(fragment));
    }

    /// Places one fragment, on a new page if it does not fit and something else stands on this one.
    fn place(&mut self, mut fragment: Fragment) {
        if !self.fresh && fragment.before + fragment.height > self.left_here() {
            self.new_page();
        }
        if self.fresh
            && self.pages.len() > 1
            && let Some(repeat) = fragment.repeat.take()
        {
            self.put((*repeat).clone());
        }
        if !self.fresh {
            self.y += fragment.before;
        }
        self.put(fragment);
    }

    fn put(&mut self, fragment: Fragment) {
        let (left, y) = (self.room.left, self.y);
        if let Some(page) = self.pages.last_mut() {
            page.extend(fragment.items.into_iter().map(|mut item| {
                item.shift(left, y);
                item
            }));
        }
        self.y += fragment.height;
        self.fresh = false;
    }
}

/// Cuts a group wherever only soft ties hold it.
fn split_soft(group: Vec<Fragment>) -> Vec<Vec<Fragment>> {
    let mut parts: Vec<Vec<Fragment>> = Vec::new();
    let mut tied = false;
    for fragment in group {
        let next_tied = fragment.keep == Keep::Hard;
        match parts.last_mut() {
            Some(part) if tied => part.push(fragment),
            _ => parts.push(vec![fragment]),
        }
        tied = next_tied;
    }
    parts
}
