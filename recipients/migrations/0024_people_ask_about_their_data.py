"""What people ask about their own data, each with its term and its own machine."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ksbb.audit.field_history import watch


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_staff_may_write"),
        ("audit", "0006_areas_are_found_by_their_code"),
        ("recipients", "0023_cases_and_appeals_are_found_by_area"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copy", "salinan data"),
                            ("correction", "perbaikan data"),
                            ("consent", "penarikan persetujuan"),
                            ("stop", "keberatan: berhenti memakai datanya"),
                            ("erasure", "penghapusan data"),
                        ],
                        max_length=10,
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=13)),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("name", "nama"),
                            ("birth", "tanggal lahir atau jenis kelamin"),
                            ("numbers", "NIK, NISN, NUPTK, atau nomor HP"),
                            ("class", "kelas atau kelurahan rumah"),
                            ("home", "keadaan: gawai, internet, bantuan, penghasilan"),
                            ("consent", "persetujuan dan yang memberikannya"),
                            ("other", "hal lain"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(
                        choices=[
                            ("self", "orangnya sendiri"),
                            ("parent", "orang tua"),
                            ("guardian", "wali"),
                            ("proxy", "penerima kuasa"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("ktp", "KTP"),
                            ("kk", "KTP dan Kartu Keluarga"),
                            ("birth", "KTP dan akta kelahiran"),
                            ("guardianship", "KTP dan surat perwalian"),
                            ("power", "KTP dan surat kuasa"),
                            ("card", "kartu pelajar atau kartu pegawai"),
                            ("account", "masuk ke akunnya sendiri"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "diterima"),
                            ("taken_up", "dikerjakan"),
                            ("answered", "selesai"),
                            ("refused", "ditolak"),
                            ("taken_back", "dibatalkan yang meminta"),
                            ("joined", "menjadi satu dengan yang lain"),
                        ],
                        default="filed",
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("received_by_id", models.BigIntegerField(null=True)),
                ("due_at", models.DateTimeField()),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                ("taken_up_by_id", models.BigIntegerField(blank=True, null=True)),
                ("copied_at", models.DateTimeField(blank=True, null=True)),
                ("copied_by_id", models.BigIntegerField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "not_proven",
                                "tidak terbukti bahwa yang meminta adalah orangnya, orang tua, atau walinya (Pasal 14)",
                            ),
                            ("others", "akan membuka data pribadi orang lain (Pasal 33 huruf b)"),
                            (
                                "safety",
                                "membahayakan keselamatan atau kesehatan orangnya atau orang lain (Pasal 33 huruf a)",
                            ),
                            ("law_case", "diperlukan untuk proses penegakan hukum (Pasal 15 ayat (1) huruf b)"),
                            (
                                "public_task",
                                "diperlukan untuk kepentingan umum dalam penyelenggaraan negara (Pasal 15 ayat (1) huruf c)",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to="recipients.recipient",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "permintaan pemilik data",
                "verbose_name_plural": "permintaan pemilik data",
                "indexes": [
                    models.Index(fields=["organisation", "due_at", "id"], name="datarequest_school"),
                    models.Index(
                        fields=["region", "due_at", "id"],
                        name="datarequest_ground",
                        opclasses=["varchar_pattern_ops", "timestamptz_ops", "int8_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["filed", "taken_up"])),
                        fields=["due_at", "id"],
                        name="datarequest_open",
                    ),
                    models.Index(fields=["due_at", "id"], name="datarequest_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["answered", "filed", "joined", "refused", "taken_back", "taken_up"])),
                        name="datarequest_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["consent", "copy", "correction", "erasure", "stop"])),
                        name="datarequest_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", False), ("recipient__isnull", False), ("user__isnull", True)
                            ),
                            models.Q(
                                ("organisation__isnull", True), ("recipient__isnull", True), ("user__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="datarequest_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["filed", "taken_up"])),
                        fields=("recipient", "kind"),
                        name="datarequest_one_open_of_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["filed", "taken_up"])),
                        fields=("user", "kind"),
                        name="datarequest_one_open_of_user",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["taken_up"]), _negated=True),
                            models.Q(("taken_up_at__isnull", False), ("taken_up_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="datarequest_taken_up_stamp",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["answered", "refused", "taken_back"]), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="datarequest_closed_stamp",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), models.Q(("ground", ""), _negated=True)),
                            models.Q(models.Q(("state", "refused"), _negated=True), ("ground", "")),
                            _connector="OR",
                        ),
                        name="datarequest_refused_on_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("received_at"))), name="datarequest_due_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "copy"), ("state", "answered"), _negated=True),
                            ("copied_at__isnull", False),
                            _connector="OR",
                        ),
                        name="datarequest_copy_was_given",
                    ),
                ],
            },
        ),
        watch(
            "recipients_datarequest",
            "kind recipient_id user_id organisation_id about asked_by proof state received_at received_by_id due_at taken_up_at"
            " taken_up_by_id copied_at copied_by_id closed_at closed_by_id ground",
        ),
    ]
