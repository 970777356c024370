"""What the database's error codes mean to the service, in words of ours."""

from service.database.handshake import BROKEN

CONFLICTS = {
    "Neo.TransientError.Transaction.DeadlockDetected": "another change was in the way: try again",
    "Neo.TransientError.Transaction.LockAcquisitionTimeout": "another change takes long: try again",
    "Neo.TransientError.Transaction.Outdated": "another change came in between: try again",
    "Neo.ClientError.Schema.ConstraintValidationFailed": "another change wrote the same meanwhile: look at it again",
}
"""What the codes mean that tell of another writer. No message of the database goes further: it quotes ids and locks."""

UNAVAILABLE = {
    "Neo.TransientError.Transaction.BookmarkTimeout": "the database has not come as far as has been seen before",
    "Neo.ClientError.Security.": "the database refuses this user and password",
    "Neo.ClientError.Database.DatabaseNotFound": "there is no database named {}",
    "Neo.ClientError.Transaction.TransactionTimedOut": "the database took too long",
    "Neo.ClientError.Transaction.Terminated": "the database ended the transaction",
    "Neo.ClientError.Transaction.LockClientStopped": "the database ended the transaction",
    "Neo.ClientError.Cluster.": "the database is choosing who leads it",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "the database is only read at present",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "the database is only read at present",
    "Neo.TransientError.Cluster.": "the database is choosing who leads it",
    "Neo.TransientError.Database.": "the database does not answer",
    "Neo.TransientError.General.": "the database has too much to do",  # memory, not two writers in each other's way
    "Neo.TransientError.Request.": "the database has too much to do",
    "Neo.TransientError.Transaction.MaximumTransactionLimitReached": "the database has too much to do",
    "Neo.TransientError.": "the database cannot do it just now",
    **dict.fromkeys(BROKEN, "the database cannot work, its disk may be full"),
}
"""What the beginnings of codes mean; of several the first."""
