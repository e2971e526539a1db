"""Papers of a handover, as many processes as there are processors; beside one word on a page by the same printer."""

from __future__ import annotations

import json
import os
import statistics
import time
from datetime import date

import typst

from benchmarks._crowds import PROCESSES, Outcome, Step, crowd
from benchmarks._measuring import Lines, note, repeats
from donations.actions.issue_certificates import issue_certificates
from donations.documents import CertificateData, CertificateKind, DeviceLine, Party, bast_pdf, pupil_line
from ksbb.authority.actors import SYSTEM
from ksbb.common.papers import STANDARDS, TEMPLATES
from tests.factories.donations import appoint, offer, people_at, promise, record_all, school_at
from tests.factories.verification import member

LEAST_A_SECOND, THOUSAND = 30, 1_000
# Devices of the handover whose papers are issued through the action.
DEVICES = 12


def papers(lines: Lines, *, seconds: float, devices: int = DEVICES) -> None:
    """Each paper is one nobody made before: another number, another pupil, another address in the QR code."""
    processes = min(os.cpu_count() or 1, PROCESSES)
    steps: dict[str, Step] = {"pupil": _of_a_pupil, "school": _of_a_school, "bare": _bare}
    found: dict[str, list[Outcome]] = {name: [] for name in steps}
    with crowd(processes, steps) as printers:
        for name in steps:
            printers.once(name)
        for turn in range(repeats()):
            note(f"papers, round {turn + 1} …")
            for name, rounds in found.items():
                rounds.append(printers.during(name, seconds))
    _write(lines, "BAST of a pupil's device", found["pupil"], found["bare"], processes)
    _write(lines, f"BAST of {devices} devices for the school", found["school"], found["bare"], processes)
    _through_the_action(lines, devices)


def _of_a_pupil(number: int, turn: int) -> str:
    line = pupil_line(f"Murid Rekaan {turn}", "VIII-B", f"{turn:010d}")
    return _print(CertificateKind.SCHOOL_TO_GUARDIAN, number, turn, devices=1, recipient_line=line)


def _of_a_school(number: int, turn: int) -> str:
    return _print(CertificateKind.DONOR_TO_SCHOOL, number, turn, devices=DEVICES)


def _print(kind: CertificateKind, number: int, turn: int, *, devices: int, recipient_line: str = "") -> str:
    code = f"{os.getpid():08d}-{number:02d}-{turn:08d}"
    data = CertificateData(
        kind=kind,
        number=f"{turn:04d}/BAST-KSBB/B{number:07d}/XI/2026",
        issued_on=date(2026, 11, 22),
        place="Ruang guru",
        first_party=Party("Kepala Rekaan", "Kepala Sekolah", organisation="SMP Negeri Rekaan", address="Jalan Rekaan 1"),
        second_party=Party("Orang tua/wali murid", "Penerima"),
        devices=[
            DeviceLine(row + 1, "Tablet", "Contoh", "Tab 10", "Baru", "", "IMEI", f"{turn * 100 + row:015d}", "Pengisi daya")
            for row in range(devices)
        ],
        verify_url=f"https://ksbb.example/cek/{code}/",
        verify_code=code,
        complaint_url="https://ksbb.example/lapor/",
        recipient_line=recipient_line,
    )  # fmt: skip
    return "printed" if bast_pdf(data) else "empty"


def _bare(_number: int, turn: int) -> str:
    """A word on a page, in the same two standards."""
    compiler = typst.Compiler(TEMPLATES / "probe.typ", root=TEMPLATES, ignore_system_fonts=True)
    compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs={"text": json.dumps(turn)})
    return "printed"


def _write(lines: Lines, case: str, rounds: list[Outcome], limits: list[Outcome], processes: int) -> None:
    ours, theirs = _a_second(rounds), _a_second(limits)
    best = max(one.words["printed"] / one.seconds for one in rounds)
    cpu = sum(one.app_cpu for one in rounds) / max(1, sum(one.count for one in rounds))
    lines.write(
        f"{case}, {processes} processes / one word on a page",
        rows=THOUSAND,
        seconds=THOUSAND / ours,
        limit=THOUSAND / theirs,
        per_second=round(ours, 1),
        best_per_second=round(best, 1),
        limit_per_second=round(theirs, 1),
        # Of the processors, whatever else they did meanwhile; and how many papers a second that makes when they do nothing else.
        app_cpu_ms=round(cpu * 1000, 2),
        per_second_of_a_processor=round(1 / cpu, 1),
        per_second_alone=round(processes / cpu, 1),
        answers=dict(sum((one.words for one in rounds), rounds[0].words - rounds[0].words)),
        goal=f"at least {LEAST_A_SECOND} a second, by the time of the processors",
        ok=processes / cpu >= LEAST_A_SECOND,
    )


def _a_second(rounds: list[Outcome]) -> float:
    return max(0.001, statistics.median(one.words["printed"] / one.seconds for one in rounds))


def _through_the_action(lines: Lines, devices: int) -> None:
    """All papers of one handover with their numbers, rows, files and slips, in one process and one transaction."""
    school, giver = school_at(), member("donor")
    people_at(school, pupils=devices * repeats())
    taken, cpu, made = [], [], 0
    for _round in range(repeats()):
        handover = appoint(promise(giver, school, offer(devices)))
        record_all(handover)
        begin, used = time.perf_counter(), time.process_time()
        made = len(issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Rekaan"))
        cpu.append(time.process_time() - used)
        taken.append(time.perf_counter() - begin)
    middle = statistics.median(taken)
    lines.write(
        f"papers of a handover of {devices} devices, the whole action", rows=made, seconds=middle,
        per_second=round(made / middle, 1), best_per_second=round(made / min(taken), 1),
        app_cpu_ms=round(min(cpu) / made * 1000, 2),
    )  # fmt: skip
