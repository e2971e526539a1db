"""Without a container engine at hand: compose, image and production's settings are held against each other as text."""

import ast
import importlib.util
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
OURS = ("migrate", "grant", "web", "letters", "worker", "beat")


def production_requires() -> set[str]:
    tree = ast.parse((ROOT / "ksbb/settings/production.py").read_text())
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "REQUIRED"
    ]
    return set(ast.literal_eval(values[0]))


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", DOCKERFILE, re.MULTILINE)


def test_every_part_is_there():
    assert set(SERVICES) >= {*OURS, "db", "redis", "mail", "proxy"}


@pytest.mark.parametrize("name", OURS)
def test_our_services_get_all_that_production_requires(name):
    environment = SERVICES[name]["environment"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "ksbb.settings.production"
    assert production_requires() <= set(environment)
    assert all(str(value).strip() for value in environment.values())


def test_the_guide_of_operation_explains_all_that_production_requires():
    guide = (ROOT / "docs/operations.md").read_text()
    assert [name for name in sorted(production_requires()) if f"`{name}`" not in guide] == []


def test_no_secret_has_a_default():
    environment = SERVICES["web"]["environment"]
    for name in ("SECRET_KEY", "KSBB_FIELD_KEYS", "KSBB_HASH_KEY"):
        assert environment[name].startswith(f"${{{name}:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


def test_the_head_of_the_file_names_every_variable_a_person_must_set():
    text = (ROOT / "docker-compose.yml").read_text()
    head = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert asked == set(re.findall(r"\b([A-Z_]{4,})=", head))


def test_addresses_lead_to_services_of_this_file():
    environment = SERVICES["web"]["environment"]
    assert "@db:5432/" in environment["DATABASE_URL"]
    assert environment["REDIS_URL"].startswith("redis://redis:6379")
    assert "smtp://mail:1025" in environment["EMAIL_URL"]
    assert "web:8000" in SERVICES["proxy"]["command"]


@pytest.mark.parametrize("name", ["migrate", "grant", "letters", "worker", "beat"])
def test_commands_name_what_exists(name):
    program, *arguments = shlex.split(SERVICES[name]["command"])
    if program == "python":
        assert (ROOT / arguments[0]).is_file()
        assert arguments[1] in get_commands()
    else:
        assert program == "celery"
        module = arguments[arguments.index("--app") + 1]
        assert importlib.util.find_spec(module) is not None
        assert {"letters": "worker"}.get(name, name) in arguments


def test_every_queue_is_taken_from_and_letters_wait_behind_no_bulk():
    taken = {
        name: SERVICES[name]["command"].partition("--queues ")[2].split()[0].split(",")
        for name in ("letters", "worker")
    }
    queues = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    assert {*taken["letters"], *taken["worker"]} == queues
    assert taken["letters"][0] == "ksbb.letters"
    assert "ksbb.bulk" not in taken["letters"]


def test_the_image_serves_the_port_that_compose_and_proxy_expect():
    (command,) = instructions("CMD")
    program, application, *options = yaml.safe_load(command)
    assert program == "gunicorn"
    module, _, attribute = application.partition(":")
    assert attribute in (ROOT / f"{module.replace('.', '/')}.py").read_text()
    (port,) = instructions("EXPOSE")
    assert f"--bind=0.0.0.0:{port}" in options
    assert SERVICES["web"]["expose"] == [port]
    assert "ports" not in SERVICES["web"], "only the proxy is reached from outside: the portal believes its headers"


def test_the_image_installs_locked_packages_and_runs_as_an_ordinary_user():
    copied = instructions("COPY")[0].split()[0]
    assert (ROOT / copied).is_file()
    assert "--require-hashes" in DOCKERFILE
    (user,) = instructions("USER")
    assert user not in {"root", "0"}
    assert DOCKERFILE.index("collectstatic") < DOCKERFILE.index(f"USER {user}") < DOCKERFILE.index("CMD [")


def test_collecting_static_files_at_build_time_has_all_variables():
    (step,) = [run for run in instructions("RUN") if "collectstatic" in run]
    assert production_requires() <= set(re.findall(r"\b([A-Z_]+)=", step))


def test_uploads_survive_a_new_container():
    (folder,) = re.findall(r"KSBB_DATA_DIR=(\S+)", DOCKERFILE)
    for name in OURS:
        assert f"files:{folder}" in SERVICES[name]["volumes"]
    for name in ("db", "redis"):
        assert SERVICES[name]["volumes"][0].split(":")[0] in COMPOSE["volumes"]


@pytest.mark.parametrize("name", ["web", "db", "redis", "mail"])
def test_health_is_asked(name):
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_our_services_wait_for_a_migrated_database():
    for name in ("web", "letters", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["grant"] == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["depends_on"]["redis"] == {"condition": "service_healthy"}
    assert SERVICES["grant"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["db"] == {"condition": "service_healthy"}


def test_only_who_migrates_is_the_owner_of_the_tables():
    users = {name: re.findall(r"//(\w+):\$\{(\w+)", SERVICES[name]["environment"]["DATABASE_URL"]) for name in OURS}
    owner, application = [("ksbb_owner", "OWNER_PASSWORD")], [("ksbb", "POSTGRES_PASSWORD")]
    assert users == dict.fromkeys(OURS, application) | {"migrate": owner, "grant": owner}
    for name in set(OURS) - {"migrate", "grant"}:
        assert "OWNER_PASSWORD" not in str(SERVICES[name])
    assert SERVICES["grant"]["command"].split()[-1] == "ksbb"


def test_the_cluster_begins_with_the_roles_of_the_guide():
    begun = (ROOT / "deploy/postgres/roles.sh").read_text()
    guide = (ROOT / "docs/trail.md").read_text()
    made = re.findall(r"^(CREATE ROLE \w+|GRANT \w+ TO \w+|CREATE DATABASE \w+ OWNER \w+)", begun, re.MULTILINE)
    assert len(made) == 5
    assert [one for one in made if one not in guide] == []
    assert any(one.endswith("/docker-entrypoint-initdb.d:ro") for one in SERVICES["db"]["volumes"])
    asked = set(re.findall(r"\$(\w+)\"", begun)) - {"POSTGRES_USER"}
    assert asked <= set(SERVICES["db"]["environment"])


def test_the_image_leaves_out_this_machine_and_keeps_the_code():
    ignored = set((ROOT / ".dockerignore").read_text().splitlines())
    assert ignored >= {".git", ".venv", ".run", ".env", "var"}
    apps = {app.partition(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.partition(".")[0]).is_dir()}
    assert not ignored & {*apps, "templates", "static", "locale", "requirements", "manage.py"}


def test_every_static_file_that_another_one_names_exists(tmp_path, settings):
    """What the image's build does: one missing picture in one style sheet would stop it."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
