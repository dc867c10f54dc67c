//! Redis' replies as guests get them: one flat list.

use redis::Value;

use super::MAX_REPLY;
use crate::bindings::services::redis::{Error, RedisResult};

/// Flattens a reply, however deep it is. What has no place in a flat list, such as a map, is an error, as in Spin.
pub(super) fn flatten(reply: Value) -> Result<Vec<RedisResult>, Error> {
    let mut flat = Vec::new();
    let mut size = 0;
    append(reply, &mut flat, &mut size)?;
    if size > MAX_REPLY {
        return Err(Error::Other(format!("query result exceeds limit of {MAX_REPLY} bytes")));
    }
    Ok(flat)
}

fn append(reply: Value, flat: &mut Vec<RedisResult>, size: &mut usize) -> Result<(), Error> {
    let item = match reply {
        Value::Array(items) | Value::Set(items) => {
            return items.into_iter().try_for_each(|item| append(item, flat, size));
        }
        Value::Nil => RedisResult::Nil,
        Value::Int(number) => RedisResult::Int64(number),
        Value::Boolean(value) => RedisResult::Int64(value.into()),
        Value::BulkString(bytes) => RedisResult::Binary(bytes),
        Value::BigNumber(digits) => RedisResult::Binary(digits),
        Value::Double(number) => RedisResult::Binary(number.to_string().into_bytes()),
        Value::SimpleString(text) => RedisResult::Status(text),
        Value::Okay => RedisResult::Status("OK".to_owned()),
        Value::ServerError(error) => return Err(Error::Other(format!("{error:?}"))),
        other => {
            return Err(Error::Other(format!("a reply of this kind cannot be passed on: {other:?}")));
        }
    };
    *size += size_of::<RedisResult>()
        + match &item {
            RedisResult::Binary(bytes) => bytes.len(),
            RedisResult::Status(text) => text.len(),
            RedisResult::Nil | RedisResult::Int64(_) => 0,
        };
    flat.push(item);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nested_reply_becomes_one_list() {
        let text = |text: &str| Value::BulkString(text.into());
        let entry = Value::Array(vec![text("1-0"), Value::Array(vec![text("field"), text("value")])]);
        let reply = Value::Array(vec![Value::Array(vec![text("stream"), Value::Array(vec![entry])])]);
        let flat = flatten(reply).unwrap();
        let texts: Vec<_> = flat
            .iter()
            .map(|item| match item {
                RedisResult::Binary(bytes) => std::str::from_utf8(bytes).unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(texts, ["stream", "1-0", "field", "value"]);
    }

    #[test]
    fn simple_values_keep_their_kind() {
        let reply =
            Value::Array(vec![Value::Nil, Value::Int(-1), Value::Okay, Value::Boolean(true), Value::Double(1.5)]);
        let shown: Vec<_> = flatten(reply).unwrap().iter().map(|item| format!("{item:?}")).collect();
        let half = format!("{:?}", RedisResult::Binary(b"1.5".to_vec()));
        assert_eq!(shown[0], format!("{:?}", RedisResult::Nil));
        assert_eq!(shown[2], format!("{:?}", RedisResult::Status("OK".to_owned())));
        assert_eq!(shown[3], format!("{:?}", RedisResult::Int64(1)));
        assert_eq!(shown[4], half);
        assert!(flatten(Value::Map(vec![])).is_err());
    }
}
