//! Rules that a test breaks on purpose, to see that the checks notice.

/// A rule that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// A device that starts anew has forgotten what it had still to send.
    ForgetsQueueOnRestart,
    /// A device takes changes out of the queue when it sends them, not when they are acknowledged.
    EmptiesQueueOnSending,
    /// A device puts a change that it pulls in the place of what it has.
    ReplacesOnPull,
    /// A device moves its cursor in one transaction and stores the page in the next.
    MovesCursorFirst,
    /// A device lets go of a change whose stamp the server finds in the future.
    DropsWhatIsAhead,
    /// A device stamps its queue again and leaves the old stamps in its records.
    RestampsQueueOnly,
    /// A device stamps by the clock on its wall, whatever it has made or seen before.
    StampsByWallClock,
    /// A device stamps its queue again without regard to what the server accepted from it.
    ForgetsWhatWasAccepted,
    /// A device that pulls from 0 drops what has yet to be sent.
    SweepsAwayQueued,
    /// A device does not compare the number of its records with the server's.
    NeverCounts,
    /// The server keeps what arrives last, whatever its stamp.
    KeepsLastArrival,
    /// The server answers before it commits.
    AnswersBeforeCommit,
    /// The server removes what is deleted.
    RemovesDeleted,
    /// The server answers one user with the records of another.
    MixesUpUsers,
    /// The server does not count what comes back.
    MiscountsRevived,
    /// The server says that a page reaches further than it does.
    OverstatesPage,
    /// The server commits each change of a push by itself.
    CommitsOneByOne,
    /// A device moves its cursor to the version that an answer to its changes names.
    MovesCursorOnAck,
    /// A device takes in news that are not what comes next, and moves its cursor there.
    TakesNewsWithGaps,
    /// A device takes news without changes for news of nothing.
    TakesNewsWithoutChanges,
    /// A device goes on after news that are not what comes next as if there had been none.
    IgnoresGaps,
    /// A device does not compare the version it is greeted with to its own.
    IgnoresGreeting,
    /// A device does not compare the version that a pong names to its own.
    IgnoresPongs,
    /// The server announces before it commits.
    AnnouncesBeforeCommit,
    /// The server does not announce what changes over REST.
    AnnouncesNothingOfRest,
    /// A sync replica greets with the version that it last saw itself.
    GreetsFromMemory,
    /// A gateway tells a device of its own changes.
    TellsOrigin,
    /// A gateway tells everybody.
    TellsEverybody,
}

impl Defect {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::ForgetsQueueOnRestart,
        Self::EmptiesQueueOnSending,
        Self::ReplacesOnPull,
        Self::MovesCursorFirst,
        Self::DropsWhatIsAhead,
        Self::RestampsQueueOnly,
        Self::StampsByWallClock,
        Self::ForgetsWhatWasAccepted,
        Self::SweepsAwayQueued,
        Self::NeverCounts,
        Self::KeepsLastArrival,
        Self::AnswersBeforeCommit,
        Self::RemovesDeleted,
        Self::MixesUpUsers,
        Self::MiscountsRevived,
        Self::OverstatesPage,
        Self::CommitsOneByOne,
        Self::MovesCursorOnAck,
        Self::TakesNewsWithGaps,
        Self::TakesNewsWithoutChanges,
        Self::IgnoresGaps,
        Self::IgnoresGreeting,
        Self::IgnoresPongs,
        Self::AnnouncesBeforeCommit,
        Self::AnnouncesNothingOfRest,
        Self::GreetsFromMemory,
        Self::TellsOrigin,
        Self::TellsEverybody,
    ];
}
