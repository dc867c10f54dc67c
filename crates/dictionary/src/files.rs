//! The files of `terms/`: one term a file, `<kind>/<slug>.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{Content, Definition, Kind, Language, Pronunciation, Provenance, Quality, Related, SourceLanguage, Term};

/// A file, as people write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The headword.
    pub term: String,
    /// Its language.
    pub language: SourceLanguage,
    /// Also the folder.
    pub kind: Kind,
    /// How it is said.
    pub ipa: String,
    /// 1 to 3.
    pub difficulty: u8,
    /// Whom it concerns.
    pub instruments: Vec<String>,
    /// As they are printed.
    pub abbreviations: Vec<String>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Slugs of other terms.
    pub related: Vec<String>,
    /// English.
    pub en: Meaning,
    /// Spanish.
    pub es: Meaning,
    /// French.
    pub fr: Meaning,
    /// German.
    pub de: Meaning,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-CN")]
    pub zh_cn: Meaning,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-TW")]
    pub zh_tw: Meaning,
}

/// What a term means, in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// What the term is called in this language.
    pub names: Vec<String>,
    /// How somebody asks for it who does not know the word.
    #[serde(default)]
    pub asked: Vec<String>,
    /// One line.
    pub brief: String,
    /// A few sentences.
    pub full: String,
    /// One sentence.
    pub usage: String,
}

impl File {
    /// What it means, in each language.
    pub fn meanings(&self) -> [(Language, &Meaning); 6] {
        [
            (Language::English, &self.en),
            (Language::Spanish, &self.es),
            (Language::French, &self.fr),
            (Language::German, &self.de),
            (Language::SimplifiedChinese, &self.zh_cn),
            (Language::TraditionalChinese, &self.zh_tw),
        ]
    }
}

/// Why `terms/` cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A file or folder cannot be read.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A file is not in the form of a term.
    #[error("{}: {cause}", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// Where and why.
        cause: Box<toml::de::Error>,
    },
    /// A file lies in the folder of another kind.
    #[error("{slug} lies in {folder}/ and says it is of the kind `{}`", kind.name())]
    Misplaced {
        /// The term.
        slug: String,
        /// Where it lies.
        folder: String,
        /// What it says.
        kind: Kind,
    },
    /// Two files have one slug.
    #[error("two terms are called {0}")]
    Twice(String),
    /// A term is related to one that is not there.
    #[error("{from} is related to {to}, which is not there")]
    Dangling {
        /// The term.
        from: String,
        /// What it names.
        to: String,
    },
}

/// The files in a folder, by slug.
///
/// # Errors
/// Where one is not in the form of a term, lies in the folder of another kind, or has the slug of another.
pub fn read(folder: &Path) -> Result<BTreeMap<String, File>, FilesError> {
    let mut files = BTreeMap::new();
    for kind in list(folder)?.into_iter().filter(|path| path.is_dir()) {
        for path in list(&kind)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
            let unreadable = |cause| FilesError::Unreadable { path: path.clone(), cause };
            let text = std::fs::read_to_string(&path).map_err(unreadable)?;
            let form = |cause| FilesError::Form { path: path.clone(), cause: Box::new(cause) };
            let file: File = toml::from_str(&text).map_err(form)?;
            let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let (folder, slug) = (name(&kind), name(&path));
            if folder != file.kind.name() {
                return Err(FilesError::Misplaced { slug, folder, kind: file.kind });
            }
            if files.insert(slug.clone(), file).is_some() {
                return Err(FilesError::Twice(slug));
            }
        }
    }
    Ok(files)
}

fn list(folder: &Path) -> Result<BTreeSet<PathBuf>, FilesError> {
    let unreadable = |cause| FilesError::Unreadable { path: folder.to_owned(), cause };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(unreadable)).collect()
}

/// The terms that files describe.
///
/// # Errors
/// Where one is related to a term that is not there.
pub fn terms(files: BTreeMap<String, File>) -> Result<Vec<Term>, FilesError> {
    let headwords: BTreeMap<_, _> = files.iter().map(|(slug, file)| (slug.clone(), file.term.clone())).collect();
    files.into_iter().map(|(slug, file)| term(slug, file, &headwords)).collect()
}

fn term(slug: String, file: File, headwords: &BTreeMap<String, String>) -> Result<Term, FilesError> {
    let related = |to: &String| match headwords.get(to) {
        Some(term) => Ok(Related { id: to.clone(), term: term.clone() }),
        None => Err(FilesError::Dangling { from: slug.clone(), to: to.clone() }),
    };
    let definitions = file.meanings().map(|(language, meaning)| {
        let Meaning { names, asked, brief, full, usage } = meaning.clone();
        (language, Definition { names, asked, brief, full, usage: Some(usage) })
    });
    Ok(Term {
        related: file.related.iter().map(related).collect::<Result<_, _>>()?,
        definitions: definitions.into(),
        id: slug,
        term: file.term,
        source_language: file.language,
        r#type: file.kind,
        pronunciation: Pronunciation { ipa: file.ipa },
        abbreviations: file.abbreviations,
        synonyms: file.synonyms,
        instruments: file.instruments,
        difficulty: file.difficulty,
        quality: Quality::CURATED,
        provenance: Provenance::Curated,
        updated_at: String::new(),
        version: 0,
    })
}

/// Everything in a folder, with its hash.
///
/// # Errors
/// See [`FilesError`].
pub fn content(folder: &Path) -> Result<Content, FilesError> {
    let terms = terms(read(folder)?)?;
    let text = serde_json::to_vec(&terms).unwrap_or_default();
    let hash = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Content { hash, terms })
}
