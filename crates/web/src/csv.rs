//! Tables as text (RFC 4180).

/// Adds a line of cells.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it, which shows that it is text.
pub fn line(cells: &[impl AsRef<str>], text: &mut String) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        add(cell.as_ref(), text);
    }
    text.push_str("\r\n");
}

fn add(cell: &str, text: &mut String) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let is_plain = !is_formula && !cell.contains([',', '"', '\r', '\n', ';', '\'']) && cell.trim() == cell;
    if is_plain {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if is_formula {
        text.push('\'');
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(cells: &[&str]) -> String {
        let mut text = String::new();
        line(cells, &mut text);
        text
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(one(&["a", "", "b c", "d,e", "f \"g\"", "h\r\ni"]), "a,,b c,\"d,e\",\"f \"\"g\"\"\",\"h\r\ni\"\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1"] {
            assert_eq!(one(&[cell]), format!("\"'{cell}\"\r\n"));
        }
        assert_eq!(one(&["a=1"]), "a=1\r\n");
    }

    /// What a reader of RFC 4180 makes of a line.
    fn read(text: &str) -> Vec<String> {
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut letters = text.strip_suffix("\r\n").unwrap().chars().peekable();
        while let Some(c) = letters.next() {
            match c {
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(std::mem::take(&mut cell)),
                c => cell.push(c),
            }
        }
        assert!(!quoted);
        cells.push(cell);
        cells
    }

    proptest! {
        #[test]
        fn a_line_is_read_back(cells in prop::collection::vec("[ -~\r\n\t=+@é＝-]{0,12}", 1..6)) {
            let borrowed: Vec<&str> = cells.iter().map(String::as_str).collect();
            let back = read(&one(&borrowed));
            prop_assert_eq!(back.len(), cells.len());
            for (cell, back) in cells.iter().zip(back) {
                let guarded = format!("'{cell}");
                prop_assert!(back == *cell || back == guarded);
                prop_assert!(!back.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']));
            }
        }
    }
}
