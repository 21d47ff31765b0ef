//! The order of the functions in the WASM. It means nothing to the program, but LZMA packs a function best right after
//! one that is like it.

use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The same program, with each function behind the one that it is most like.
pub fn like_after_like(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies);
    let mut indices: Vec<u32> = (0..imported).collect();
    indices.resize(indices.len() + order.len(), 0);
    for (&function, index) in order.iter().zip(imported..) {
        indices[imported as usize + function] = index;
    }
    let mut module = Module::new();
    Reordered { order, indices }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the functions cannot be put in another order")?;
    Ok(module.finish())
}

/// Begins with the first function; then always comes the one that has most in common with the last, in proportion to
/// the length of both. What two have in common is counted in sequences of four bytes.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let mut places: Vec<([u8; 4], usize)> = Vec::new();
    for (function, body) in bodies.iter().enumerate() {
        places.extend(body.array_windows().map(|&sequence| (sequence, function)));
    }
    places.sort_unstable();
    places.dedup();
    // No length is 0: it is divided by.
    let mut lengths = vec![1_u64; bodies.len()];
    let mut groups = vec![Vec::new(); bodies.len()];
    for group in places.chunk_by(|(one, _), (other, _)| one == other) {
        for &(_, function) in group {
            lengths[function] += 1;
            groups[function].push(group);
        }
    }
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    let mut next = 0;
    while !left.is_empty() {
        let last = left.remove(next);
        order.push(last);
        let mut shared = vec![0_u64; bodies.len()];
        for &(_, function) in groups[last].iter().copied().flatten() {
            shared[function] += 1;
        }
        // Whether a / b is less than c / d, by a * d and c * b.
        let cross = |one: usize, other: usize| shared[one] * (lengths[last] + lengths[other]);
        next = (0..left.len())
            .max_by(|&one, &other| {
                let (of_one, of_other) = (left[one], left[other]);
                cross(of_one, of_other)
                    .cmp(&cross(of_other, of_one))
                    .then(other.cmp(&one))
            })
            .unwrap_or_default();
    }
    order
}

/// Copies a module with its own functions in another order.
struct Reordered {
    /// The place that each had before.
    order: Vec<usize>,
    /// The new index of every function, imported or not.
    indices: Vec<u32>,
}

impl Reencode for Reordered {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        Ok(self.indices[function as usize])
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for &function in &self.order {
            functions.function(types[function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            utils::parse_function_body(self, code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection, Module,
        TypeSection, ValType,
    };
    use wasmparser::{Operator, Parser, Payload, Validator};

    use super::like_after_like;

    const IMPORTED: u32 = 0;
    const ADDS: u32 = 1;
    const CALLS: u32 = 2;
    const ADDS_MORE: u32 = 3;

    fn adds(numbers: i32) -> Function {
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.local_get(0);
        for number in 0..numbers {
            code.i32_const(number * 1000).i32_add();
        }
        code.end();
        function
    }

    fn calls() -> Function {
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.call(IMPORTED).i32_const(7).call(ADDS_MORE).drop().end();
        function
    }

    fn program() -> Vec<u8> {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        imports.import("glue", "imported", EntityType::Function(0));
        let (mut functions, mut exports) = (FunctionSection::new(), ExportSection::new());
        functions.function(1).function(0).function(1);
        for (name, function) in [("adds", ADDS), ("calls", CALLS), ("adds more", ADDS_MORE)] {
            exports.export(name, ExportKind::Func, function);
        }
        let mut code = CodeSection::new();
        code.function(&adds(20)).function(&calls()).function(&adds(21));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions);
        module.section(&exports).section(&code);
        module.finish()
    }

    /// The exports, and for each function of the module whom it calls.
    fn seen(wasm: &[u8]) -> (Vec<(String, u32)>, Vec<Vec<u32>>) {
        let (mut exports, mut called) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.expect("is WASM") {
                Payload::ExportSection(section) => exports.extend(section.into_iter().map(|export| {
                    let export = export.expect("is an export");
                    (export.name.to_owned(), export.index)
                })),
                Payload::CodeSectionEntry(body) => called.push(
                    (body.get_operators_reader().expect("is code").into_iter())
                        .filter_map(|operator| match operator.expect("is an operator") {
                            Operator::Call { function_index } => Some(function_index),
                            _ => None,
                        })
                        .collect(),
                ),
                _ => {}
            }
        }
        (exports, called)
    }

    #[test]
    fn what_is_alike_comes_together_and_everything_still_means_the_same() {
        let program = program();
        let ordered = like_after_like(&program).expect("can be ordered");
        Validator::new()
            .validate_all(&ordered)
            .expect("each has its type");
        let (exports, called) = seen(&ordered);
        let indices = [("adds", 1), ("calls", 3), ("adds more", 2)];
        assert_eq!(exports, indices.map(|(name, index)| (name.to_owned(), index)));
        assert_eq!(called, [vec![], vec![], vec![IMPORTED, 2]]);
        assert_eq!(like_after_like(&ordered).expect("can be ordered"), ordered);
    }

    #[test]
    fn a_program_without_functions_stays_as_it_is() {
        let empty = Module::new().finish();
        assert_eq!(like_after_like(&empty).expect("can be ordered"), empty);
    }
}
