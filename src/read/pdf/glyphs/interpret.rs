//! The interpreter of content streams, as far as text and rules go.

use std::{collections::BTreeMap, rc::Rc};

use hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{Array, Dict, Name, Number, Object, Stream},
    page::{Page, Resources},
};

use super::{
    Content, Glyph,
    encoding::text_string,
    font::Font,
    paths::Path,
    state::{Marked, Matrix, State},
    stream::{Budget, decoded},
};
use crate::read::pdf::limits::{FORMS, PAGE_GLYPHS, STACK};

/// Reads the pages of one file; fonts are read once.
#[derive(Debug, Default)]
pub(in super::super) struct Interpreter {
    fonts: BTreeMap<(u32, i32), Rc<Font>>,
    font_count: usize,
    /// What may still be spent.
    pub budget: Budget,
}

impl Interpreter {
    /// Reads a page.
    pub(in super::super) fn page(&mut self, page: &Page<'_>) -> Content {
        let mut run = Run {
            state: State::new(Matrix::IDENTITY),
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            marked: Vec::new(),
            path: Path::default(),
            named: BTreeMap::new(),
            op: 0,
            content: Content::default(),
            all: self,
        };
        let data = run.page_stream(page);
        run.stream(&data, page.resources(), 0);
        run.content
    }
}

/// The interpretation of one page.
struct Run<'i> {
    all: &'i mut Interpreter,
    content: Content,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    marked: Vec<Marked>,
    path: Path,
    /// Fonts without a number of their own, by depth of the form and name.
    named: BTreeMap<(usize, Vec<u8>), Rc<Font>>,
    op: usize,
}

impl Run<'_> {
    fn page_stream(&mut self, page: &Page<'_>) -> Vec<u8> {
        let budget = &mut self.all.budget;
        if let Some(stream) = page.raw().get::<Stream<'_>>("Contents") {
            return decoded(&stream, budget).unwrap_or_default();
        }
        let mut all = Vec::new();
        let parts = page.raw().get::<Array<'_>>("Contents");
        for stream in parts.iter().flat_map(|parts| parts.iter::<Stream<'_>>()) {
            all.extend(decoded(&stream, budget).unwrap_or_default());
            all.push(b'\n');
        }
        all
    }

    fn stream(&mut self, data: &[u8], resources: &Resources<'_>, depth: usize) {
        let mut operations = TypedIter::new(data);
        while let Some(operation) = operations.next() {
            let is_full = self.content.glyphs.len() >= PAGE_GLYPHS;
            if !self.all.budget.operation() || is_full {
                self.all.budget.spent |= is_full;
                return;
            }
            self.operation(&operation, resources, depth);
        }
    }

    fn operation(
        &mut self,
        op: &TypedInstruction<'_, '_>,
        resources: &Resources<'_>,
        depth: usize,
    ) {
        use TypedInstruction as Op;
        match op {
            Op::SaveState(_) if self.saved.len() < STACK => self.saved.push(self.state.clone()),
            Op::RestoreState(_) => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            Op::Transform(m) => {
                let matrix = Matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64));
                self.state.ctm = matrix * self.state.ctm;
            }
            Op::XObject(name) => self.form(name.0, resources, depth),
            Op::BeginMarkedContent(tag) => self.begin_marked(tag.0, None, resources),
            Op::BeginMarkedContentWithProperties(tag) => {
                self.begin_marked(tag.0, Some(tag.1), resources);
            }
            Op::EndMarkedContent(_) => {
                self.marked.pop();
            }
            _ => {
                let _ = self.text_state(op, resources, depth)
                    || self.text_position(op)
                    || self.show(op)
                    || self.draw(op);
            }
        }
    }

    fn text_state(
        &mut self,
        op: &TypedInstruction<'_, '_>,
        resources: &Resources<'_>,
        depth: usize,
    ) -> bool {
        use TypedInstruction as Op;
        match op {
            Op::CharacterSpacing(n) => self.state.char_spacing = n.0.as_f64(),
            Op::WordSpacing(n) => self.state.word_spacing = n.0.as_f64(),
            Op::HorizontalScaling(n) => self.state.scaling = n.0.as_f64() / 100.,
            Op::TextLeading(n) => self.state.leading = n.0.as_f64(),
            Op::TextRise(n) => self.state.rise = n.0.as_f64(),
            Op::TextRenderingMode(n) => self.state.mode = n.0.as_i64().clamp(0, 7) as u8,
            Op::TextFont(font) => {
                self.state.size = font.1.as_f64();
                self.state.font = self.font(font.0, resources, depth);
            }
            Op::SetGraphicsState(name) => {
                let font = resources.get_ext_g_state(name.0);
                let font = font.and_then(|state| state.get::<Array<'_>>("Font"));
                let font = font.map(|font| font.iter::<Object<'_>>().take(2).collect::<Vec<_>>());
                if let Some([Object::Dict(dict), Object::Number(size)]) = font.as_deref() {
                    self.state.size = size.as_f64();
                    self.state.font = Some(self.read_font(dict));
                }
            }
            _ => return false,
        }
        true
    }

    fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'_>,
        depth: usize,
    ) -> Option<Rc<Font>> {
        let number = resources.fonts.get_ref(name).map(|r| (r.obj_number, r.gen_number));
        if let Some(font) = number.and_then(|number| self.all.fonts.get(&number)) {
            return Some(font.clone());
        }
        let key = (depth, name.to_vec());
        if let Some(font) = self.named.get(&key).filter(|_| number.is_none()) {
            return Some(font.clone());
        }
        let dict = resources.get_font(name)?;
        let font = self.read_font(&dict);
        match number {
            Some(number) => {
                self.all.fonts.insert(number, font.clone());
            }
            // Another form at this depth may have another font of this name.
            None => {
                self.named.insert(key, font.clone());
            }
        }
        Some(font)
    }

    fn read_font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        self.all.font_count += 1;
        Rc::new(Font::read(dict, self.all.font_count, &mut self.all.budget))
    }

    fn text_position(&mut self, op: &TypedInstruction<'_, '_>) -> bool {
        use TypedInstruction as Op;
        match op {
            Op::BeginText(_) => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0., -self.state.leading),
            Op::SetTextMatrix(m) => {
                self.line = Matrix([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5].map(Number::as_f64));
                self.text = self.line;
            }
            _ => return false,
        }
        true
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y) * self.line;
        self.text = self.line;
    }

    fn show(&mut self, op: &TypedInstruction<'_, '_>) -> bool {
        use TypedInstruction as Op;
        self.op += 1;
        match op {
            Op::ShowText(text) => self.string(text.0),
            Op::NextLineAndShowText(text) => {
                self.next_line(0., -self.state.leading);
                self.string(text.0);
            }
            Op::ShowTextWithParameters(text) => {
                self.state.word_spacing = text.0.as_f64();
                self.state.char_spacing = text.1.as_f64();
                self.next_line(0., -self.state.leading);
                self.string(text.2);
            }
            Op::ShowTexts(list) => {
                for object in list.0.iter::<Object<'_>>() {
                    match object {
                        Object::String(text) => self.string(&text),
                        Object::Number(by) => {
                            let State { size, scaling, .. } = self.state;
                            self.advance(-by.as_f64() / 1000. * size * scaling);
                        }
                        _ => {}
                    }
                }
            }
            _ => return false,
        }
        true
    }

    fn advance(&mut self, by: f64) {
        self.text = Matrix::translation(by, 0.) * self.text;
    }

    fn string(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let mut rest = bytes;
        while let Some((code, length)) = font.code(rest) {
            if self.content.glyphs.len() >= PAGE_GLYPHS || !self.all.budget.glyph() {
                return;
            }
            let State { size, scaling, char_spacing, word_spacing, .. } = self.state;
            let width = font.width(code) * size;
            // Spacing out belongs to the letter: it leaves no gap that could be taken for a space.
            let box_width = (width + char_spacing.clamp(0., size.abs() / 2.)) * scaling;
            self.glyph(&font, code, box_width);
            let is_space = font.is_word_space(code, length);
            let by = width + char_spacing + if is_space { word_spacing } else { 0. };
            self.advance(by * scaling);
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    fn glyph(&mut self, font: &Font, code: u32, width: f64) {
        let State { size, rise, mode, .. } = self.state;
        let matrix = Matrix::translation(0., rise) * self.text * self.state.ctm;
        let [a, b, c, d, x, y] = matrix.0;
        let length = a.hypot(b);
        let em = size.abs() * font.em * matrix.determinant().abs().sqrt();
        if !matrix.is_finite() || length < 1e-9 || !em.is_normal() || em > 1e6 {
            return;
        }
        // A mirrored matrix means that the text runs backwards along the opposite baseline. So does a
        // negative size, which turns the letters round as well.
        let turned = if matrix.determinant() < 0. { -1. } else { 1. };
        let sign = if size < 0. { -1. } else { 1. };
        let along = (a / length * turned * sign, b / length * turned * sign);
        let shear = (a * c + b * d) / (length * c.hypot(d)).max(1e-9);
        let marked = self.marked.iter().rev();
        self.content.glyphs.push(Glyph {
            text: font.text(code),
            x,
            y,
            along,
            advance: width * length * turned * sign,
            size: em,
            bold: font.bold || mode == 2,
            italic: font.italic || shear.abs() > 0.12,
            hidden: matches!(mode, 3 | 7),
            font: font.number,
            op: self.op,
            span: marked.clone().find_map(|m| m.span),
            reversed: marked.clone().any(|m| m.reversed),
            furniture: marked.clone().any(|m| m.furniture),
        });
    }

    fn begin_marked(
        &mut self,
        tag: &Name<'_>,
        properties: Option<&Object<'_>>,
        resources: &Resources<'_>,
    ) {
        if self.marked.len() >= STACK {
            return;
        }
        let dict = match properties {
            Some(Object::Dict(dict)) => Some(dict.clone()),
            Some(Object::Name(name)) => resources.properties.get::<Dict<'_>>(name),
            _ => None,
        };
        let actual =
            dict.as_ref().and_then(|d| d.get::<hayro_syntax::object::String<'_>>("ActualText"));
        let span = actual.map(|text| {
            self.content.spans.push(text_string(text.as_bytes()));
            self.content.spans.len() - 1
        });
        let of_page = dict.as_ref().and_then(|d| d.get::<Name<'_>>("Type"));
        self.marked.push(Marked {
            span,
            reversed: tag.as_ref() == b"ReversedChars",
            furniture: tag.as_ref() == b"Artifact"
                && of_page.is_some_and(|kind| kind.as_ref() == b"Pagination"),
        });
    }

    fn form(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) {
        let Some(stream) = resources.get_x_object(name).filter(|_| depth < FORMS) else { return };
        let dict = stream.dict();
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| kind.as_ref() != b"Form") {
            return;
        }
        let Some(data) = decoded(&stream, &mut self.all.budget) else { return };
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let matrix = dict.get::<Array<'_>>("Matrix");
        let matrix: Vec<f64> =
            matrix.map(|m| m.iter::<f64>().take(6).collect()).unwrap_or_default();
        let before =
            (self.state.clone(), self.text, self.line, self.saved.len(), self.marked.len());
        if let Ok(matrix) = <[f64; 6]>::try_from(matrix) {
            self.state.ctm = Matrix(matrix) * self.state.ctm;
        }
        let kept = std::mem::take(&mut self.named);
        self.stream(&data, own.as_ref().unwrap_or(resources), depth + 1);
        self.named = kept;
        (self.state, self.text, self.line) = (before.0, before.1, before.2);
        self.saved.truncate(before.3);
        self.marked.truncate(before.4);
    }

    fn draw(&mut self, op: &TypedInstruction<'_, '_>) -> bool {
        use TypedInstruction as Op;
        let ctm = self.state.ctm;
        let at = |x: &Number, y: &Number| ctm.apply(x.as_f64(), y.as_f64());
        match op {
            Op::MoveTo(p) => self.path.move_to(at(&p.0, &p.1)),
            Op::LineTo(p) => self.path.line_to(at(&p.0, &p.1)),
            Op::CubicTo(p) => self.path.curve_to(at(&p.4, &p.5)),
            Op::CubicStartTo(p) => self.path.curve_to(at(&p.2, &p.3)),
            Op::CubicEndTo(p) => self.path.curve_to(at(&p.2, &p.3)),
            Op::ClosePath(_) => self.path.close(),
            Op::RectPath(p) => {
                self.path.rectangle(&ctm, [&p.0, &p.1, &p.2, &p.3].map(Number::as_f64));
            }
            Op::EndPath(_) => self.path.paint(&mut self.content.rules, false),
            Op::StrokePath(_)
            | Op::CloseAndStrokePath(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_)
            | Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.paint(&mut self.content.rules, true);
            }
            _ => return false,
        }
        true
    }
}
