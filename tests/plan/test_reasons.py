from __future__ import annotations

import copy
from typing import Any

import pytest
import shop
from support import project_of

from composelint.hashes import service_hash
from composelint.plan import Options, World, causes
from composelint.plan.desired import Desired
from composelint.plan.reasons import explained
from composelint.plan.records import (
    CONTAINER,
    NETWORK,
    RECREATE,
    RESTART,
    VOLUME,
    Action,
    Cause,
    Move,
)
from composelint.plan.world import Earlier
from composelint.state import State


def actions(desired: Desired, engine: State, world: World = shop.NOTHING) -> list[Action]:
    return explained(shop.moves(desired, engine, world), desired, engine, world)


def one(found: list[Action], kind: str, name: str, action: str) -> Action:
    (chosen,) = (
        each for each in found if (each.kind, each.name, each.action) == (kind, name, action)
    )
    return chosen


def messages(action: Action) -> list[str]:
    return [reason.message for reason in action.reasons]


def test_nothing_changed_needs_no_reason() -> None:
    assert actions(shop.wanted(), shop.state()) == []


def test_a_variable_is_told_with_its_line() -> None:
    found = actions(shop.wanted(("LOG_LEVEL: info", "LOG_LEVEL: debug")), shop.state())
    db = one(found, CONTAINER, "shop-db-1", RECREATE)
    (reason,) = db.reasons
    assert reason.field == "environment.LOG_LEVEL"
    assert (reason.before, reason.after) == ("info", "debug")
    assert reason.message == 'environment LOG_LEVEL: "info" → "debug"'
    assert (reason.file, reason.line) == ("/project/compose.yaml", 8)
    assert db.risk == "recreate"


def test_what_is_gone_is_told_at_the_service() -> None:
    found = actions(shop.wanted(("      LOG_LEVEL: info\n", "")), shop.state())
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert reason.message == 'environment LOG_LEVEL: "info" → not set'
    assert (reason.after, reason.line) == (None, 8)


def test_secrets_are_not_shown() -> None:
    """The saved state has masked the old one, so it cannot even be known that it changed."""

    def known(saved: dict[str, Any]) -> None:
        for inspected in saved["inspected"].values():
            env = inspected["Config"]["Env"] or []
            inspected["Config"]["Env"] = [
                "DB_PASSWORD=hunter2" if text.startswith("DB_PASSWORD") else text for text in env
            ]

    found = actions(shop.wanted(("hunter2", "sesame")), shop.state(known))
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert reason.field == "environment.DB_PASSWORD"
    assert "sesame" not in str(reason)
    assert "hunter2" not in str(reason)


def test_a_password_among_the_words_of_a_command_is_not_shown() -> None:
    edit = (
        'command: [sleep, "1000"]\n    stop_grace_period: 1s',
        'command: [run, --password, sesame, "--token=abc"]\n    stop_grace_period: 1s',
    )
    (reason,) = one(
        actions(shop.wanted(edit), shop.state()), CONTAINER, "shop-db-1", RECREATE
    ).reasons
    assert reason.after == ["run", "--password", "(hidden)", "--token=(hidden)"]
    assert "sesame" not in reason.message


def test_what_a_saved_state_hides_is_not_called_changed() -> None:
    edits = (("hunter2", "sesame"), ("LOG_LEVEL: info", "LOG_LEVEL: debug"))
    found = actions(shop.wanted(*edits), shop.state())
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert reason.field == "environment.LOG_LEVEL"


def test_what_no_engine_keeps_is_said_to_be_so() -> None:
    found = actions(shop.wanted(("attach: false", "attach: true")), shop.state())
    (reason,) = one(found, CONTAINER, "shop-web-1", RECREATE).reasons
    assert reason.field is None
    assert "such as attach" in reason.message
    assert reason.line == 21


def test_history_knows_it() -> None:
    before = shop.wanted().model
    world = World(earlier=lambda kind, name, wanted: Earlier("3f2a1c4d5e", "2026-10-02", before))
    found = actions(shop.wanted(("attach: false", "attach: true")), shop.state(), world)
    (reason,) = one(found, CONTAINER, "shop-web-2", RECREATE).reasons
    said = "running since commit 3f2a1c4 (2026-10-02); since then attach: false → true"
    assert reason.message == said
    assert reason.field == "attach"


def test_a_dependent_is_restarted_and_told_how_long() -> None:
    found = actions(shop.wanted(("LOG_LEVEL: info", "LOG_LEVEL: debug")), shop.state())
    api = one(found, CONTAINER, "shop-api-1", RESTART)
    assert messages(api) == ["depends_on db (restart: true): db is recreated"]
    assert (api.risk, api.reasons[0].line) == ("restart", 18)
    db = one(found, CONTAINER, "shop-db-1", RECREATE)
    assert db.effects == (
        (
            "api depends on db and is down meanwhile: up to 1s until db has stopped, then up to "
            "1m33s until it is healthy"
        ),
    )
    assert db.step < api.step


def test_a_container_without_its_inspection() -> None:
    engine = shop.state(lambda saved: saved.pop("inspected"))
    found = actions(shop.wanted(("LOG_LEVEL: info", "LOG_LEVEL: debug")), engine)
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert reason.message.startswith("the configuration differs; in what, only the engine")


def test_another_image_under_the_same_name() -> None:
    def tagged(saved: dict[str, Any]) -> None:
        for image in saved["images"]:
            if "bb:1" in image["RepoTags"]:
                image["Id"] = "sha256:" + "ab" * 32

    found = actions(shop.wanted(), shop.state(tagged))
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert reason.field == "image"
    assert reason.message.endswith("→ sha256:abababababab")
    assert reason.message.startswith("image bb:1: sha256:")
    assert reason.line == 4


def test_a_network_that_changed() -> None:
    found = actions(shop.wanted(("{back: {}}", "{back: {internal: true}}")), shop.state())
    network = one(found, NETWORK, "shop_back", RECREATE)
    assert messages(network) == ["internal: false → true"]
    assert (network.risk, network.reasons[0].line) == ("restart", 30)
    assert network.effects == ("its container stops meanwhile, and is put on the new one",)
    api = one(found, CONTAINER, "shop-api-1", RESTART)
    assert messages(api) == ["network back: recreated"]


def test_a_volume_of_another_name_is_empty() -> None:
    found = actions(shop.wanted(("{data: {}}", "{data: {name: other}}")), shop.state())
    volume = one(found, VOLUME, "other", "create")
    assert messages(volume) == ['name: "shop_data" → "other"']
    assert volume.risk == "data-loss"
    assert volume.effects == ("it is empty: the data stays in shop_data, out of sight",)
    db = one(found, CONTAINER, "shop-db-1", RECREATE)
    assert db.risk == "data-loss"


def test_a_volume_that_changed() -> None:
    edit = ("{data: {}}", "{data: {labels: {a: b}}}")
    assert actions(shop.wanted(edit), shop.state()) == []  # nobody says yes
    found = actions(shop.wanted(edit, options=Options(yes=True)), shop.state())
    volume = one(found, VOLUME, "shop_data", RECREATE)
    assert messages(volume) == ['labels a: not set → "b"']
    assert (volume.risk, volume.effects) == ("data-loss", ("what is in it is lost",))
    assert messages(one(found, CONTAINER, "shop-db-1", RECREATE)) == ["volume data: recreated"]


@pytest.mark.parametrize(
    ("options", "message", "risk"),
    [
        (Options(force_recreate=True), "--force-recreate", "recreate"),
        (Options(renew_anon_volumes=True), "--renew-anon-volumes", "data-loss"),
        (Options(down=True), "down removes it", "data-loss"),
    ],
)
def test_what_the_command_line_asks_for(options: Options, message: str, risk: str) -> None:
    """db has an anonymous volume at /anon, that a recreation hands on."""
    found = actions(shop.wanted(options=options), shop.state())
    action = "remove" if options.down else RECREATE
    db = one(found, CONTAINER, "shop-db-1", action)
    assert messages(db) == [message]
    assert db.risk == risk


def test_an_anonymous_volume_that_becomes_a_named_one() -> None:
    found = actions(shop.wanted(("/anon]", "data:/anon]")), shop.state())
    db = one(found, CONTAINER, "shop-db-1", RECREATE)
    assert db.risk == "data-loss"
    assert "what is in its volume at /anon stays, but no container has it any more" in db.effects


def test_scale() -> None:
    found = actions(shop.wanted(("scale: 2", "scale: 1")), shop.state())
    web = one(found, CONTAINER, "shop-web-2", "remove")
    assert messages(web) == ["there are 2 containers, and the file wants 1"]
    assert web.reasons[0].line == 25
    asked = Options(scale=(("web", 3),))
    found = actions(shop.wanted(options=asked), shop.state())
    assert messages(one(found, CONTAINER, "shop-web-3", "create")) == [
        "there are 2 containers, and --scale asks for 3"
    ]


def test_a_new_thing() -> None:
    found = actions(
        shop.wanted(
            ("{back: {}}", "{back: {}, more: {}}"),
            ("networks: [default, back]", "networks: [default, more]"),
        ),
        shop.state(),
    )
    more = one(found, NETWORK, "shop_more", "create")
    assert messages(more) == ["there is no network of this name"]
    assert (more.risk, more.reasons[0].line) == ("none", 30)
    api = one(found, CONTAINER, "shop-api-1", RECREATE)
    assert messages(api) == ["networks gained more", "networks lost back"]


def test_orphans() -> None:
    text = "name: shop\nservices: {db: {image: 'bb:1'}}\n"
    desired = Desired(project_of({"compose.yaml": text}, exact=True), Options(remove_orphans=True))
    found = actions(desired, shop.state())
    assert messages(one(found, CONTAINER, "shop-web-1", "remove")) == [
        "the file has no service web"
    ]


def test_a_variable_of_an_env_file_is_told_there() -> None:
    edit = ("    environment:\n      LOG_LEVEL: info\n", "    env_file: e\n    environment:\n")
    desired = shop.wanted(edit, files={"e": "# levels\nLOG_LEVEL=debug\n"})
    (reason,) = one(actions(desired, shop.state()), CONTAINER, "shop-db-1", RECREATE).reasons
    assert (reason.field, reason.file, reason.line) == ("environment.LOG_LEVEL", "/project/e", 2)


def test_every_cause_has_words() -> None:
    """None is told by the planner's own word."""
    desired, engine = shop.wanted(), shop.state()
    facts = {
        "service": "db",
        "network": "back",
        "volume": "data",
        "attribute": "pid",
        "image": "bb:1",
        "policy": "always",
        "state": "exited",
        "wanted": 2,
        "have": 1,
        "before": "sha256:aa",
        "after": "sha256:bb",
        "hash_before": "",
        "name": "shop_back",
    }
    told = {}
    for name, word in vars(causes).items():
        if name.isupper():
            move = Move(RECREATE, CONTAINER, "shop-db-1", "db", 1, (Cause(word, facts),), (), "0")
            (action,) = explained([move], desired, engine, World())
            told[word] = action.reasons[0].message
    assert not [word for word, said in told.items() if said == word and word != causes.DOWN]
    assert "?" not in "".join(told.values())
    assert len(set(told.values())) >= len(told) - 2  # a thing that changed, one that was renamed


def test_an_earlier_release_hashes_in_its_own_way() -> None:
    """api has a bind mount, which 2.40.3 wrote otherwise; as does one that nobody knows."""

    def made_by(release: str) -> State:
        def change(saved: dict[str, Any]) -> None:
            mine = shop.container(saved, "shop-api-1")["Labels"]
            mine["com.docker.compose.version"] = release
            mine["com.docker.compose.config-hash"] = service_hash(
                shop.wanted().services["api"], "2.40.3"
            )

        return shop.state(change)

    (reason,) = one(
        actions(shop.wanted(), made_by("2.40.3")), CONTAINER, "shop-api-1", RECREATE
    ).reasons
    assert reason.message.startswith("nothing has changed in the file; Docker Compose 2.40.3")
    (reason,) = one(
        actions(shop.wanted(), made_by("1.9.9")), CONTAINER, "shop-api-1", RECREATE
    ).reasons
    assert reason.message.endswith("how Docker Compose 1.9.9 hashes, is not known here")


def test_a_volume_that_the_file_dropped_is_out_of_sight() -> None:
    """Seen with 5.6.1: only what the image declares is handed on."""
    desired, engine = shop.wanted(("    volumes: [data:/data, /anon]\n", "")), shop.state()
    db = one(actions(desired, engine), CONTAINER, "shop-db-1", RECREATE)
    assert db.risk == "data-loss"
    assert set(db.data) == {"/anon of shop-db-1", "volume shop_data"}
    assert "what is in shop_data stays, but it is no longer mounted at /data" in db.effects

    (id_,) = (each["Id"] for each in engine.images or () if "bb:1" in each["RepoTags"])
    engine.image_details[id_] = {"Config": {"Volumes": {"/data/": {}, "/anon": {}}}}
    db = one(actions(desired, engine), CONTAINER, "shop-db-1", RECREATE)
    assert (db.risk, db.data, db.effects[1:]) == ("recreate", (), ())

    engine.image_details.clear()
    db = one(actions(desired, engine), CONTAINER, "shop-db-1", RECREATE)
    assert any(effect.endswith("unless the image wants a volume there") for effect in db.effects)


def test_only_a_hidden_part_changed() -> None:
    desired = shop.wanted(("LOG_LEVEL: info", "LOG_LEVEL: 'redis://:new@cache/1'"))

    def before(saved: dict[str, Any]) -> None:
        for each in saved["inspected"].values():
            env = each["Config"]["Env"] or []
            if "LOG_LEVEL=info" in env:
                env[env.index("LOG_LEVEL=info")] = "LOG_LEVEL=redis://:old@cache/1"

    db = one(actions(desired, shop.state(before)), CONTAINER, "shop-db-1", RECREATE)
    said = 'environment LOG_LEVEL: the hidden part of "redis://:***@cache/1" changed'
    assert messages(db) == [said]


def test_what_a_saved_state_hides_may_be_what_differs() -> None:
    desired = shop.wanted(("DB_PASSWORD: hunter2", "DB_PASSWORD: hunter3"))

    def hide(saved: dict[str, Any]) -> None:
        for each in saved["inspected"].values():
            env = each["Config"]["Env"] or []
            each["Config"]["Env"] = [
                "DB_PASSWORD=(masked)" if one.startswith("DB_PASSWORD") else one for one in env
            ]

    db = one(actions(desired, shop.state(hide)), CONTAINER, "shop-db-1", RECREATE)
    (message,) = messages(db)
    assert "in a value that the saved state hides (DB_PASSWORD), or in" in message


def test_a_label_that_is_new_at_a_revision() -> None:
    before = shop.wanted()
    world = World(
        earlier=lambda kind, key, wanted: Earlier("3f2a1c4d5e", "2026-10-02", before.model)
    )
    desired = shop.wanted(("{back: {}}", "{back: {labels: {a: b}}}"))
    network = one(actions(desired, shop.state(), world), NETWORK, "shop_back", RECREATE)
    said = 'running since commit 3f2a1c4 (2026-10-02); since then labels a: not set → "b"'
    assert messages(network) == [said]


@pytest.mark.parametrize(
    ("field", "said", "line"),
    [
        ("expose", "\n    - 9001\n    - 9002", 5),
        ("cap_add", " [SYS_TIME,\n      SYS_NICE]", 3),
        ("command", "\n    - echo\n    - again", 4),
    ],
)
def test_what_a_list_gained_is_told_where_it_was_added(field: str, said: str, line: int) -> None:
    edit = ("    stop_grace_period: 1s\n", "    stop_grace_period: 1s\n    expose: [9001]\n")
    before = shop.wanted(edit)
    world = World(earlier=lambda *asked: Earlier("a" * 40, "2026-10-02", before.model))
    over = f"services:\n  db:\n    {field}:{said}\n"
    found = actions(shop.wanted(edit, files={"compose.override.yaml": over}), shop.state(), world)
    reasons = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    (reason,) = (reason for reason in reasons if reason.field == field)
    assert (reason.file, reason.line) == ("/project/compose.override.yaml", line)


@pytest.mark.parametrize("status", ["created", "exited"])
def test_an_address_is_new_to_what_never_ran(status: str) -> None:
    """One that ran and stopped has lost it, so that nobody can tell."""

    def idle(saved: dict[str, Any]) -> None:
        listed = shop.container(saved, "shop-api-1")
        listed["State"] = status
        inspected = saved["inspected"][listed["Id"]]
        inspected["State"] = {"Status": status, "Running": False}
        for end in inspected["NetworkSettings"]["Networks"].values():
            end["MacAddress"] = ""

    before = "    stop_grace_period: 0s\n    depends_on"
    edit = (
        before,
        before.replace("depends_on", 'mac_address: "02:42:0a:00:00:09"\n    depends_on'),
    )
    found = actions(shop.wanted(edit), shop.state(idle))
    reasons = one(found, CONTAINER, "shop-api-1", RECREATE).reasons
    named = [reason.field for reason in reasons if reason.field]
    assert named == (["mac_address"] if status == "created" else [])


def test_the_network_of_the_engine_that_was_left() -> None:
    def bridged(saved: dict[str, Any]) -> None:
        listed = shop.container(saved, "shop-db-1")
        listed["Labels"]["com.docker.compose.config-hash"] = "of another configuration"
        inspected = saved["inspected"][listed["Id"]]
        inspected["HostConfig"]["NetworkMode"] = "bridge"
        ends = inspected["NetworkSettings"]["Networks"]
        inspected["NetworkSettings"]["Networks"] = {"bridge": next(iter(ends.values()))}

    found = actions(shop.wanted(), shop.state(bridged))
    (reason,) = one(found, CONTAINER, "shop-db-1", RECREATE).reasons
    assert (reason.field, reason.before, reason.after) == ("network_mode", "bridge", None)


@pytest.mark.parametrize("made_of", [{"LEVEL": "info"}, {"LEVEL": "trace"}])
def test_the_commit_that_runs_is_the_last_before_the_container_was_made(
    made_of: dict[str, str],
) -> None:
    """Unless that one says something else of the service: then it was made of changed files."""
    desired = shop.wanted()
    before = copy.deepcopy(desired.model)
    before["services"]["api"]["environment"] = {"LEVEL": "info"}
    then = copy.deepcopy(before)
    then["services"]["api"]["environment"] = made_of
    world = World(
        earlier=lambda *asked: Earlier("b" * 40, "2026-11-20", before),
        at=lambda seconds: Earlier("a" * 40, "2026-10-02", then),
    )

    def changed(saved: dict[str, Any]) -> None:
        listed = shop.container(saved, "shop-api-1")
        listed["Labels"]["com.docker.compose.config-hash"] = "of another configuration"

    found = actions(desired, shop.state(changed), world)
    message = one(found, CONTAINER, "shop-api-1", RECREATE).reasons[0].message
    commit = "aaaaaaa (2026-10-02)" if made_of == {"LEVEL": "info"} else "bbbbbbb (2026-11-20)"
    assert message.startswith(f"running since commit {commit}; since then ")
