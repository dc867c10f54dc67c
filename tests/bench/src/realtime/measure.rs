//! What is measured.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use futures::future::{join_all, try_join_all};
use tokio::sync::mpsc;
use tokio::time::{interval, sleep_until, timeout};

use super::people::writing;
use super::socket::Socket;

/// How long a message may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// Times of many messages, and how many never came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// From the writer's frame until it is acknowledged.
    pub(crate) acknowledged: Vec<Duration>,
    /// From the writer's frame until each listener has it.
    pub(crate) delivered: Vec<Duration>,
    pub(crate) lost: usize,
}

impl Times {
    /// Both together.
    pub(crate) fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.delivered.extend(other.delivered);
        self.lost += other.lost;
    }
}

/// `writer` writes `count` entries, each when all of `listeners` have heard of the one before.
pub(crate) async fn deliver(writer: &mut Socket, listeners: &mut [Socket], count: usize) -> Result<Times> {
    let mut times = Times::default();
    for _ in 0..count {
        let (frame, id) = writing();
        let sent = Instant::now();
        writer.say(&frame).await?;
        let heard = join_all(listeners.iter_mut().map(|listener| async {
            match timeout(PATIENCE, listener.hear_of(&id)).await {
                Ok(Ok(_)) => Some(sent.elapsed()),
                _ => None,
            }
        }));
        let acknowledged = async {
            writer.hear_of(&id).await?;
            anyhow::Ok(sent.elapsed())
        };
        let (heard, acknowledged) = futures::join!(heard, acknowledged);
        times.acknowledged.push(acknowledged?);
        times.lost += heard.iter().filter(|time| time.is_none()).count();
        times.delivered.extend(heard.into_iter().flatten());
    }
    Ok(times)
}

/// Each of `pairs` of devices writes `rate` entries a second for so long, whether the last was acknowledged or not.
pub(crate) async fn sustain(pairs: Vec<(Socket, Socket)>, rate: u32, lasting: Duration) -> Result<Times> {
    let count = usize::try_from(u128::from(rate) * lasting.as_millis() / 1_000)?;
    let all = pairs.into_iter().enumerate().map(|(place, (writer, listener))| async move {
        let (sent, announced) = mpsc::unbounded_channel();
        // Not all at the same moment.
        sleep_until((Instant::now() + Duration::from_millis(u64::try_from(place)? * 37 % 100)).into()).await;
        let (acknowledged, heard) = futures::join!(write(writer, count, rate, sent), listen(listener, announced));
        let (acknowledged, heard) = (acknowledged?, heard?);
        anyhow::Ok(Times { lost: count - heard.len(), acknowledged, delivered: heard })
    });
    let mut times = Times::default();
    for one in try_join_all(all).await? {
        times.add(one);
    }
    Ok(times)
}

type Sent = (String, Instant);

async fn write(
    mut writer: Socket,
    count: usize,
    rate: u32,
    announce: mpsc::UnboundedSender<Sent>,
) -> Result<Vec<Duration>> {
    let mut ticks = interval(Duration::from_secs(1) / rate);
    let (mut waiting, mut times) = (Vec::new(), Vec::new());
    let mut said = 0;
    while times.len() < count {
        tokio::select! {
            _ = ticks.tick(), if said < count => {
                let (frame, id) = writing();
                let sent = Instant::now();
                writer.say(&frame).await?;
                announce.send((id.clone(), sent))?;
                waiting.push((id, sent));
                said += 1;
            }
            message = timeout(PATIENCE, writer.hear_of("\"ACK\"")) => {
                let message = String::from_utf8_lossy(&message??).into_owned();
                let Some(place) = waiting.iter().position(|(id, _)| message.contains(id)) else {
                    bail!("an answer to nothing: {message}");
                };
                times.push(waiting.swap_remove(place).1.elapsed());
            }
        }
    }
    Ok(times)
}

async fn listen(mut listener: Socket, mut announced: mpsc::UnboundedReceiver<Sent>) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while let Some((id, sent)) = announced.recv().await {
        if let Ok(heard) = timeout(PATIENCE, listener.hear_of(&id)).await {
            heard?;
            times.push(sent.elapsed());
        }
    }
    Ok(times)
}
