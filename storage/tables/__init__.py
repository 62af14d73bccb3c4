"""The tables. Every row that matters carries its community; numbers of requests and calls share one sequence."""

from __future__ import annotations

from storage.tables.calls import CALL_ENDED, CallEvent, CallStatus, SignUp, SignUpStatus, VolunteerCall
from storage.tables.entry import Invitation, WebSession, WrongCode
from storage.tables.messages import (
    ChatMessage,
    Gap,
    InboxEntry,
    InboxState,
    Kind,
    OpenQuestion,
    OutboxEntry,
    OutboxState,
    Priority,
)
from storage.tables.neighbours import Enquiry, Loan, Visit, VisitFound
from storage.tables.notices import Notice, NoticeStatus
from storage.tables.people import Absence, Account, Authorisation, Person, Post, Role, Skill, Tombstone
from storage.tables.places import Community, PendingRoom, Room, Unit
from storage.tables.requests import ENDED, FORGOTTEN, OPEN, CoSigner, Level, Offer, RequestEvent, ServiceRequest, Status
from storage.tables.service import Lease, Phrase, Routine

__all__ = [
    "CALL_ENDED",
    "ENDED",
    "FORGOTTEN",
    "OPEN",
    "Absence",
    "Account",
    "Authorisation",
    "CallEvent",
    "CallStatus",
    "ChatMessage",
    "CoSigner",
    "Community",
    "Enquiry",
    "Gap",
    "InboxEntry",
    "InboxState",
    "Invitation",
    "Kind",
    "Lease",
    "Level",
    "Loan",
    "Notice",
    "NoticeStatus",
    "Offer",
    "OpenQuestion",
    "OutboxEntry",
    "OutboxState",
    "PendingRoom",
    "Person",
    "Phrase",
    "Post",
    "Priority",
    "RequestEvent",
    "Role",
    "Room",
    "Routine",
    "ServiceRequest",
    "SignUp",
    "SignUpStatus",
    "Skill",
    "Status",
    "Tombstone",
    "Unit",
    "Visit",
    "VisitFound",
    "VolunteerCall",
    "WebSession",
    "WrongCode",
]
