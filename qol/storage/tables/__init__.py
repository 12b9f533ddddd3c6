"""Columns of every table, and nothing else; rows are read and written by the file named after their kind.

Ids are random text. Moments are aware and kept in UTC: a plain `datetime` refuses naive ones.
The tables are made by the migrations; a test compares both.
"""

from qol.storage.tables.answers import Answer, Assessment, Definition, Envelope, Form, Submission
from qol.storage.tables.audit import AuditEntry, AuditHead, Erasure
from qol.storage.tables.checking import AttentionSeen, FormMark, QueryAnswer
from qol.storage.tables.consent import Consent, ConsentText
from qol.storage.tables.installation import Installation, RateCount
from qol.storage.tables.mail import Mail, MailConsent
from qol.storage.tables.patients import CharacteristicRow, EventRow, Identity, IdentityWord, Patient
from qol.storage.tables.rows import NAMES, Row, new_id
from qol.storage.tables.staff import Invitation, ProviderAccount, RecoveryCode, Staff, StaffRole, StaffSession
from qol.storage.tables.studies import FirstComparison, PlanLock, ProtocolVersion, Site, Study, Tablet
from qol.storage.tables.ways_in import Access, LinkRequest, SurveySession

__all__ = [
    "NAMES",
    "Access",
    "Answer",
    "Assessment",
    "AttentionSeen",
    "AuditEntry",
    "AuditHead",
    "CharacteristicRow",
    "Consent",
    "ConsentText",
    "Definition",
    "Envelope",
    "Erasure",
    "EventRow",
    "FirstComparison",
    "Form",
    "FormMark",
    "Identity",
    "IdentityWord",
    "Installation",
    "Invitation",
    "LinkRequest",
    "Mail",
    "MailConsent",
    "Patient",
    "PlanLock",
    "ProtocolVersion",
    "ProviderAccount",
    "QueryAnswer",
    "RateCount",
    "RecoveryCode",
    "Row",
    "Site",
    "Staff",
    "StaffRole",
    "StaffSession",
    "Study",
    "Submission",
    "SurveySession",
    "Tablet",
    "new_id",
]
