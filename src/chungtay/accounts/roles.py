"""Roles and permissions, in code: who may do what is part of the program, reviewed and tested like the rest.

A permission opens a page; whether an object may change its state is asked of the transition tables (law engine), which
name the same roles.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    CLERK = "clerk"
    REGISTRAR = "registrar"
    CHAIR = "chair"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    UNIT_HEAD = "unit_head"
    STAFF = "staff"
    COMMUNICATOR = "communicator"
    SUPERVISOR = "supervisor"
    OVERSEER = "overseer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Promise:
        return ROLE_LABELS[self]


ROLE_LABELS: dict[Role, Promise] = {
    Role.CLERK: _("Cán bộ thường trực phong trào"),
    Role.REGISTRAR: _("Văn thư"),
    Role.CHAIR: _("Chủ tịch UBND"),
    Role.COUNCIL_MEMBER: _("Thành viên Hội đồng"),
    Role.COUNCIL_SECRETARY: _("Thư ký Hội đồng"),
    Role.UNIT_HEAD: _("Trưởng đơn vị"),
    Role.STAFF: _("Cán bộ, công chức, người lao động"),
    Role.COMMUNICATOR: _("Cán bộ truyền thông"),
    Role.SUPERVISOR: _("Mặt trận, đoàn thể"),
    Role.OVERSEER: _("Cấp trên"),
    Role.AUDITOR: _("Thanh tra"),
    Role.ADMINISTRATOR: _("Quản trị"),
}


class Permission(StrEnum):
    """What a page needs. Everyone signed in may `SEE_OWN_WORK`; the others are given by role below."""

    SEE_OWN_WORK = "see_own_work"
    READ_MOVEMENTS = "read_movements"
    READ_PLANS = "read_plans"
    EDIT_PLANS = "edit_plans"
    RUN_MOVEMENTS = "run_movements"
    REPORT_PROGRESS = "report_progress"
    VERIFY_PROGRESS = "verify_progress"
    READ_DOSSIERS = "read_dossiers"
    WRITE_DOSSIERS = "write_dossiers"
    CHECK_DOSSIERS = "check_dossiers"
    READ_INITIATIVES = "read_initiatives"
    PROPOSE_INITIATIVES = "propose_initiatives"
    CHECK_INITIATIVES = "check_initiatives"
    RECOGNISE_INITIATIVES = "recognise_initiatives"
    READ_MEETINGS = "read_meetings"
    RUN_MEETINGS = "run_meetings"
    READ_DECISIONS = "read_decisions"
    DRAFT_DECISIONS = "draft_decisions"
    SIGN_DECISIONS = "sign_decisions"
    NUMBER_DOCUMENTS = "number_documents"
    READ_DOCUMENTS = "read_documents"
    KEEP_STATIONERY = "keep_stationery"
    FILE_SIGNATURES = "file_signatures"
    READ_AUDIT = "read_audit"
    READ_LAW = "read_law"
    SETTLE_LAW = "settle_law"
    READ_RECORDS = "read_records"
    KEEP_RECORDS = "keep_records"
    KEEP_ACCOUNTS = "keep_accounts"


_INSIDE = frozenset(Role) - {Role.ADMINISTRATOR}
_OFFICE = frozenset({Role.CLERK, Role.REGISTRAR, Role.CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.AUDITOR})
_NOMINATORS = frozenset({Role.CLERK, Role.UNIT_HEAD, Role.STAFF})

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.SEE_OWN_WORK: frozenset(Role),
    Permission.READ_MOVEMENTS: _INSIDE,
    Permission.READ_PLANS: _INSIDE,
    Permission.EDIT_PLANS: frozenset({Role.CLERK}),
    Permission.RUN_MOVEMENTS: frozenset({Role.CLERK, Role.CHAIR}),
    Permission.REPORT_PROGRESS: _NOMINATORS,
    Permission.VERIFY_PROGRESS: frozenset({Role.CLERK, Role.CHAIR}),
    Permission.READ_DOSSIERS: _OFFICE | _NOMINATORS,
    Permission.WRITE_DOSSIERS: _NOMINATORS,
    Permission.CHECK_DOSSIERS: frozenset({Role.CLERK, Role.CHAIR, Role.COUNCIL_SECRETARY, Role.UNIT_HEAD, Role.STAFF}),
    Permission.READ_INITIATIVES: _INSIDE,
    # Whoever works here may have an idea; who only watches (overseer, auditor) may not.
    Permission.PROPOSE_INITIATIVES: _INSIDE - {Role.OVERSEER, Role.AUDITOR},
    Permission.CHECK_INITIATIVES: frozenset({Role.CLERK, Role.COUNCIL_SECRETARY}),
    Permission.RECOGNISE_INITIATIVES: frozenset({Role.CHAIR}),
    Permission.READ_MEETINGS: _OFFICE,
    Permission.RUN_MEETINGS: frozenset({Role.COUNCIL_SECRETARY, Role.CLERK}),
    Permission.READ_DECISIONS: _INSIDE,
    Permission.DRAFT_DECISIONS: frozenset({Role.CLERK}),
    Permission.SIGN_DECISIONS: frozenset({Role.CHAIR}),
    Permission.NUMBER_DOCUMENTS: frozenset({Role.REGISTRAR}),
    Permission.READ_DOCUMENTS: _OFFICE | {Role.OVERSEER},
    Permission.KEEP_STATIONERY: frozenset({Role.CLERK, Role.REGISTRAR}),
    Permission.FILE_SIGNATURES: frozenset({Role.CLERK, Role.REGISTRAR, Role.CHAIR}),
    Permission.READ_AUDIT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Permission.READ_LAW: frozenset(Role),
    Permission.SETTLE_LAW: frozenset({Role.ADMINISTRATOR, Role.OVERSEER}),
    # Discipline, open matters and maternity stand there: only those who act on them.
    Permission.READ_RECORDS: frozenset({Role.CLERK, Role.CHAIR, Role.COUNCIL_SECRETARY}),
    Permission.KEEP_RECORDS: frozenset({Role.CLERK}),
    Permission.KEEP_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
}


def holders(permission: Permission) -> list[Role]:
    """The roles that hold a permission, in the order of their declaration."""
    return [role for role in Role if role in GRANTS[permission]]
