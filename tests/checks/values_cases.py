"""Services with one wrong value each: (YAML of the service, variant, part pointed at, refused)."""

from __future__ import annotations

#: Refused by Docker Compose.
REFUSED = [
    ("ports: ['8080:99999']", "port-container", "99999"),
    ("ports: ['80/foo']", "port-protocol", "foo"),
    ("ports: ['a:80']", "port-host", "a"),
    ("ports: ['8000:80-82']", "port-ranges", "8000:80-82"),
    ("ports: ['x:80:80']", "port-address", "x"),
    ("ports: ['80:']", "port-missing", "80:"),
    ("ports: ['0']", "port-zero", "0"),
    ("ports: [{target: 80, host_ip: x}]", "port-address", "x"),
    ("ports: [{target: -1}]", "port-container", "-1"),
    ("ports: [{target: 80, published: 8080.0}]", "port-published", "8080.0"),
    ("volumes: [':/x']", "mount-empty-part", ":"),
    ("volumes: ['/a:/b:ro:z']", "mount-too-many-parts", ":z"),
    ("volumes: ['']", "mount-empty", ""),
    ("volumes: [{type: tmpfs, target: /x, tmpfs: {size: 5q}}]", "size-suffix", "q"),
    ("devices: ['a:b:c:d']", "device-parts", ":d"),
    ("mem_limit: 64mi", "size-suffix", "mi"),
    ("shm_size: much", "size", "much"),
    ("build: {context: ., shm_size: 1q}", "size-suffix", "q"),
    ("blkio_config: {device_read_bps: [{path: /a, rate: x}]}", "size", "x"),
    ("deploy: {resources: {limits: {memory: lots}}}", "size", "lots"),
    ("stop_grace_period: '10'", "duration-no-unit", "10"),
    ("stop_grace_period: 10sec", "duration-unit", "sec"),
    ("healthcheck: {interval: soon}", "duration", "soon"),
    ("deploy: {update_config: {delay: '5'}}", "duration-no-unit", "5"),
    ("deploy: {restart_policy: {window: 1x}}", "duration-unit", "x"),
    ("gpus: [{count: many}]", "device-count", "many"),
    (
        "deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1.0}]}}}",
        "device-count",
        "1.0",
    ),
    ("command: sh -c 'a", "command-quote", "'"),
    ("entrypoint: run (x)", "command-parenthesis", "("),
    ("post_start: [{command: 'a $$(b'}]", "command-substitution", None),
    ("develop: {watch: [{path: '', action: rebuild}]}", "watch-path", "''"),
    ("environment: ['A =b']", "variable-space", " "),
    ("build: {context: ., args: ['A =b']}", "variable-space", " "),
    ("extra_hosts: [somewhere]", "host-address-missing", "somewhere"),
    ("extra_hosts: ['=1.1.1.1']", "host-name", None),
    ("extra_hosts: {'a:b': 1.1.1.1}", "host-name", "a:b"),
    ("build: {context: ., additional_contexts: [a]}", "context-value", "a"),
    ("build: {context: ., ssh: ['']}", "ssh-name", None),
    ("healthcheck: {test: [curl, x]}", "health-word", "curl"),
    ("env_file: [{path: /dev/null, format: x}]", "env-file-format", "x"),
    ("expose: [1.5]", "fraction", "1.5"),
    ("ports: [8e3]", "fraction", "8e3"),
    ("ulimits: {nofile: 1e3}", "fraction", "1e3"),
    ("build: {context: ., ulimits: {nofile: {soft: 1.0, hard: 2}}}", "fraction", "1.0"),
    ("build: {context: ., secrets: [{source: s, mode: 4.0}]}", "fraction", "4.0"),
    ("secrets: [{source: s, mode: 4.0}]", "fraction", "4.0"),
    ("storage_opt: {size: 1e3}", "fraction", "1e3"),
    ("group_add: [1.0]", "fraction", "1.0"),
    ("healthcheck: {retries: '-1'}", "negative", "-1"),
    ("deploy: {update_config: {parallelism: -1}}", "negative", "-1"),
    ("deploy: {restart_policy: {max_attempts: -1}}", "negative", "-1"),
    ("deploy: {placement: {max_replicas_per_node: -1}}", "negative", "-1"),
    ("blkio_config: {weight: -1}", "negative", "-1"),
    ("volumes: [{type: tmpfs, target: /x, tmpfs: {mode: -1}}]", "negative", "-1"),
]

#: Accepted by `config`, and wrong all the same.
ACCEPTED = [
    ("ports: [{target: 99999}]", "port-container", "99999"),
    ("ports: [{target: 80, published: 70000}]", "port-host", "70000"),
    ("ports: [{target: 80, published: '82-80'}]", "port-host", "82-80"),
    ("ports: [{target: 80, protocol: http}]", "port-protocol", "http"),
    ("expose: ['8080:80']", "expose-mapping", "8080:80"),
    ("expose: [http]", "expose-port", "http"),
    ("expose: ['70000']", "expose-port", "70000"),
    ("volumes: [./data]", "mount-alone", "./data"),
    ("volumes: ['/a:b']", "mount-target", "b"),
    ("volumes: ['/a:/']", "mount-target", "/"),
    ("volumes: ['/a:/b:RO']", "mount-option", "RO"),
    ("volumes: [{type: bind, source: /a, target: b}]", "mount-target", "b"),
    ("volumes: [{type: bind, source: /a, target: /b, bind: {propagation: x}}]", "propagation", "x"),
    ("tmpfs: 'run:size=1m'", "mount-target", "run"),
    ("tmpfs: '/run:size=1m,z'", "tmpfs-option", "z"),
    ("tmpfs: '/run:rw,'", "tmpfs-option", "'/run:rw,'"),
    ("device_cgroup_rules: [all]", "cgroup-rule", "all"),
    ("mem_limit: 512", "memory-too-small", "512"),
    ("mem_limit: 1.5", "size-dropped", "1.5"),
    ("mem_swappiness: 200", "swappiness", "200"),
    ("cpus: -1", "cpus", "-1"),
    ("deploy: {resources: {limits: {cpus: '0.001'}}}", "cpus", "0.001"),
    ("cpuset: '0-3,zz'", "cpuset", "zz"),
    ("cpuset: '3-0'", "cpuset", "3-0"),
    ("restart: sometimes", "restart-policy", "sometimes"),
    ("restart: 'always:3'", "restart-attempts", ":3"),
    ("deploy: {restart_policy: {condition: unless_stopped}}", "restart-policy", "unless_stopped"),
    ("ulimits: {nofiles: 5}", "ulimit-name", "nofiles"),
    ("ulimits: {nofile: {soft: 5, hard: 2}}", "ulimit-soft", "5"),
    ("ulimits: {nofile: {soft: -1, hard: 2}}", "ulimit-soft", "-1"),
    ("blkio_config: {weight: 5}", "block-weight", "5"),
    ("image: Foo", "image-upper-case", "Foo"),
    ("image: 'foo bar'", "image-character", " "),
    ("image: 'a:b:c'", "image-tag", ":b:c"),
    ("image: a@sha256:abc", "image-digest", "sha256:abc"),
    ("image: a..b", "image-repository", "a..b"),
    ("image: https://a/b", "image-domain", "https:"),
    ("container_name: my app", "container-name", "my app"),
    ("ipc: shared", "ipc", "shared"),
    ("isolation: x", "isolation", "x"),
    ("stop_signal: SIGSTOPP", "signal", "SIGSTOPP"),
    ("stop_signal: '0'", "signal", "0"),
    ("cap_add: [SYS_ADMINN]", "capability", "SYS_ADMINN"),
    ("platform: linux/amd64/v8/x", "platform", "linux/amd64/v8/x"),
    ("platform: raspberry", "platform", "raspberry"),
    ("security_opt: [unconfined]", "security-option", "unconfined"),
    ("security_opt: ['selinux:disable']", "security-option", "selinux:disable"),
    ("working_dir: app", "working-dir", "app"),
    ("command: a && b", "command-operator", "&& b"),
    ("environment: ['=b']", "variable-name", "'=b'"),
    ("extra_hosts: ['a:1.1.1']", "host-address", "1.1.1"),
    ("extra_hosts: {a: '1.1.1.1,2.2.2.2'}", "host-address", "1.1.1.1,2.2.2.2"),
    ("healthcheck: {interval: 1us}", "duration-too-short", "1us"),
    ("healthcheck: {test: CMD curl x}", "health-word-in-text", "CMD curl x"),
    ('healthcheck: {test: \'["CMD", "a"]\'}', "health-list-in-text", '\'["CMD", "a"]\''),
    ("healthcheck: {test: [CMD, curl -f x]}", "health-command-in-word", "curl -f x"),
    ("healthcheck: {test: [CMD-SHELL, curl, x]}", "health-shell-words", "x"),
    ("healthcheck: {test: [CMD, curl, x, '||', exit, '1']}", "health-operator", "'||'"),
    ("mac_address: 02-42", "mac-address", "02-42"),
    ("dns: dns.example", "address", "dns.example"),
    ("networks: {default: {ipv4_address: 10.0.0}}", "ipv4-address", "10.0.0"),
    ("networks: {default: {ipv6_address: 10.0.0.1}}", "ipv6-address", "10.0.0.1"),
]

#: Nothing to say about any of these.
GOOD = """
ports: [80, '80', '8080:80', '127.0.0.1:80:80/udp', '8000-8010:80', {target: 80, published: 80}]
expose: ['80', 80, '80-90', '80/udp']
volumes: ['/data', 'v:/data', './a:/b:ro,z', '/a:/c:cached', {type: tmpfs, target: /t}]
tmpfs: ['/run:size=64m,mode=1777', /tmp]
devices: [/dev/a, '/dev/a:/dev/b:rwm', 'vendor.com/gpu=all']
device_cgroup_rules: ['c 1:3 rwm', 'a *:* m']
mem_limit: 512m
memswap_limit: -1
mem_swappiness: 0
shm_size: 1.5 gb
cpus: 0.5
cpuset: 0-3,5
restart: on-failure:3
stop_grace_period: 1m30s
stop_signal: SIGRTMIN+3
ulimits: {nofile: {soft: 5, hard: -1}, nproc: 65535}
blkio_config: {weight: 300, device_read_bps: [{path: /dev/a, rate: 1mb}]}
image: ghcr.io/team/app_x:1.2@sha256:{DIGEST}
container_name: my-app_1.2
ipc: service:b
pid: host
userns_mode: keep-id
isolation: default
platform: linux/arm64/v8
cap_add: [NET_ADMIN, cap_sys_time, ALL]
security_opt: [no-new-privileges, 'label:disable', 'seccomp=unconfined']
working_dir: /app
command: sh -c "a && b"
environment: ['A=b', B, 'C=']
extra_hosts: ['a:host-gateway', 'b=::1', 'c=1.1.1.1']
healthcheck: {test: [CMD, sh, -c, 'a || b'], interval: 30s, timeout: '0'}
dns: [1.1.1.1, '::1']
mac_address: '02:42:ac:11:00:02'
gpus: [{count: all}]
""".replace("{DIGEST}", "a" * 64)
