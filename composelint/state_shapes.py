"""The shapes of the engine's objects, as far as anybody here looks into them.

What an engine says is taken at its word, but a saved state is a file, which anybody may have
written, and a proxy may answer for the engine. So the planners can rely on the kinds of values:
null may stand for any, and what is not named here may be anything. From the Docker Engine API 1.41
to 1.51, held against what Docker Engine 20.10.24 says.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Each(NamedTuple):
    """A mapping of names to values of one shape."""

    shape: Any


_TEXTS = [str]
_PAIRS = Each(str)

_MOUNT = {
    **dict.fromkeys(("Type", "Name", "Source", "Target", "Destination", "Driver", "Mode"), str),
    "Propagation": str,
    "RW": bool,
    "ReadOnly": bool,
    "Consistency": str,
    "BindOptions": {"Propagation": str, "NonRecursive": bool, "CreateMountpoint": bool},
    "VolumeOptions": {
        "NoCopy": bool,
        "Labels": _PAIRS,
        "Subpath": str,
        "DriverConfig": {"Name": str, "Options": _PAIRS},
    },
    "TmpfsOptions": {"SizeBytes": int, "Mode": int, "Options": [list]},
    "ImageOptions": {"Subpath": str},
    "ClusterOptions": dict,
}
_IPAM_CONFIG = {"IPv4Address": str, "IPv6Address": str, "LinkLocalIPs": _TEXTS}
_ENDPOINT = {
    **dict.fromkeys(("NetworkID", "EndpointID", "IPAddress", "MacAddress", "Gateway"), str),
    "GlobalIPv6Address": str,
    "IPAMConfig": _IPAM_CONFIG,
    "GwPriority": int,
    "Aliases": _TEXTS,
    "Links": _TEXTS,
    "DNSNames": _TEXTS,
    "DriverOpts": _PAIRS,
}
_HEALTHCHECK = {
    "Test": _TEXTS,
    **dict.fromkeys(("Interval", "Timeout", "Retries", "StartPeriod", "StartInterval"), int),
}
_BINDINGS = Each([{"HostIp": str, "HostPort": str}])
_LISTED_NETWORKS = {"Networks": Each(_ENDPOINT)}

_CONTAINER = {
    **dict.fromkeys(("Id", "Image", "ImageID", "Command", "State", "Status"), str),
    "Names": _TEXTS,
    "Labels": _PAIRS,
    "Created": int,
    "Mounts": [_MOUNT],
    "HostConfig": {"NetworkMode": str},
    "NetworkSettings": _LISTED_NETWORKS,
    "Ports": [{"IP": str, "PublicPort": int, "PrivatePort": int, "Type": str}],
}
_CONFIG = {
    **dict.fromkeys(("Domainname", "Hostname", "Image", "MacAddress", "StopSignal", "User"), str),
    **dict.fromkeys(("AttachStderr", "AttachStdin", "AttachStdout", "OpenStdin", "Tty"), bool),
    **dict.fromkeys(("Cmd", "Entrypoint", "Env", "OnBuild", "Shell"), _TEXTS),
    "WorkingDir": str,
    "StopTimeout": int,
    "Labels": _PAIRS,
    "Healthcheck": _HEALTHCHECK,
    "ExposedPorts": Each(dict),
    "Volumes": Each(dict),
}
_RATES = [{"Path": str, "Rate": int}]
_HOST = {
    **dict.fromkeys(("Cgroup", "CgroupParent", "CgroupnsMode", "CpusetCpus", "CpusetMems"), str),
    **dict.fromkeys(("IpcMode", "Isolation", "NetworkMode", "PidMode", "Runtime"), str),
    **dict.fromkeys(("UTSMode", "UsernsMode", "VolumeDriver"), str),
    **dict.fromkeys(("AutoRemove", "Init", "OomKillDisable", "Privileged"), bool),
    **dict.fromkeys(("PublishAllPorts", "ReadonlyRootfs"), bool),
    **dict.fromkeys(("BlkioWeight", "CpuCount", "CpuPercent", "CpuPeriod", "CpuQuota"), int),
    **dict.fromkeys(("CpuRealtimePeriod", "CpuRealtimeRuntime", "CpuShares", "Memory"), int),
    **dict.fromkeys(("MemoryReservation", "MemorySwap", "MemorySwappiness", "NanoCpus"), int),
    **dict.fromkeys(("OomScoreAdj", "PidsLimit", "ShmSize"), int),
    **dict.fromkeys(("Binds", "CapAdd", "CapDrop", "DeviceCgroupRules", "Dns"), _TEXTS),
    **dict.fromkeys(("DnsOptions", "DnsSearch", "ExtraHosts", "GroupAdd", "Links"), _TEXTS),
    **dict.fromkeys(("MaskedPaths", "ReadonlyPaths", "SecurityOpt", "VolumesFrom"), _TEXTS),
    **dict.fromkeys(("Annotations", "StorageOpt", "Sysctls", "Tmpfs"), _PAIRS),
    **dict.fromkeys(("BlkioDeviceReadBps", "BlkioDeviceWriteBps"), _RATES),
    **dict.fromkeys(("BlkioDeviceReadIOps", "BlkioDeviceWriteIOps"), _RATES),
    "BlkioWeightDevice": [{"Path": str, "Weight": int}],
    "Devices": [{"PathOnHost": str, "PathInContainer": str, "CgroupPermissions": str}],
    "DeviceRequests": [
        {
            "Driver": str,
            "Count": int,
            "DeviceIDs": _TEXTS,
            "Capabilities": [_TEXTS],
            "Options": _PAIRS,
        }
    ],
    "LogConfig": {"Type": str, "Config": _PAIRS},
    "Mounts": [_MOUNT],
    "PortBindings": _BINDINGS,
    "RestartPolicy": {"Name": str, "MaximumRetryCount": int},
    "Ulimits": [{"Name": str, "Soft": int, "Hard": int}],
}
_INSPECTED = {
    **dict.fromkeys(("Id", "Name", "Image", "Created", "Path", "Platform"), str),
    "Args": _TEXTS,
    "Config": _CONFIG,
    "HostConfig": _HOST,
    "Mounts": [_MOUNT],
    "NetworkSettings": {"Networks": Each(_ENDPOINT), "Ports": _BINDINGS},
    "State": {
        **dict.fromkeys(("Status", "Error", "StartedAt", "FinishedAt"), str),
        **dict.fromkeys(("Running", "Paused", "Restarting", "Dead"), bool),
        "ExitCode": int,
        "Pid": int,
        "Health": {"Status": str},
    },
}
_POOL = {"Subnet": str, "IPRange": str, "Gateway": str}
_NETWORK = {
    **dict.fromkeys(("Id", "Name", "Driver", "Scope", "Created"), str),
    **dict.fromkeys(("Attachable", "EnableIPv4", "EnableIPv6", "Ingress", "Internal"), bool),
    "Labels": _PAIRS,
    "Options": _PAIRS,
    "Containers": Each({"Name": str}),
    "IPAM": {
        "Driver": str,
        "Options": _PAIRS,
        "Config": [{**_POOL, "AuxiliaryAddresses": _PAIRS, "AuxAddress": _PAIRS}],
    },
}
_VOLUME = {
    **dict.fromkeys(("Name", "Driver", "Scope", "Mountpoint", "CreatedAt"), str),
    "Labels": _PAIRS,
    "Options": _PAIRS,
}
_IMAGE = {"Id": str, "RepoTags": _TEXTS, "RepoDigests": _TEXTS, "Labels": _PAIRS, "Created": int}
_DETAILS = {
    **dict.fromkeys(("Id", "Created", "Os", "Architecture", "Variant"), str),
    "RepoTags": _TEXTS,
    "RepoDigests": _TEXTS,
    "Config": _CONFIG,
    "Metadata": {"LastTagTime": str},
}

_GRANT_FILE = {"Name": str, "UID": str, "GID": str, "Mode": int}
_RESOURCES = {
    "NanoCPUs": int,
    "MemoryBytes": int,
    "Pids": int,
    "GenericResources": [dict],
}
_UPDATE = {
    **dict.fromkeys(("Parallelism", "Delay", "Monitor"), int),
    "FailureAction": str,
    "Order": str,
}
_SWARM_CONTAINER = {
    **dict.fromkeys(("Image", "Hostname", "Dir", "User", "StopSignal", "Isolation"), str),
    **dict.fromkeys(("Command", "Args", "Env", "Groups", "Hosts"), _TEXTS),
    **dict.fromkeys(("CapabilityAdd", "CapabilityDrop"), _TEXTS),
    **dict.fromkeys(("Init", "TTY", "OpenStdin", "ReadOnly"), bool),
    "StopGracePeriod": int,
    "OomScoreAdj": int,
    "Labels": _PAIRS,
    "Sysctls": _PAIRS,
    "Healthcheck": _HEALTHCHECK,
    "Mounts": [_MOUNT],
    "Ulimits": _HOST["Ulimits"],
    "DNSConfig": {"Nameservers": _TEXTS, "Search": _TEXTS, "Options": _TEXTS},
    "Secrets": [{"SecretID": str, "SecretName": str, "File": _GRANT_FILE}],
    "Configs": [{"ConfigID": str, "ConfigName": str, "File": _GRANT_FILE}],
    "Privileges": {"CredentialSpec": dict},
}
_TASK_SPEC = {
    "ContainerSpec": _SWARM_CONTAINER,
    "LogDriver": {"Name": str, "Options": _PAIRS},
    "Networks": [{"Target": str, "Aliases": _TEXTS, "DriverOpts": _PAIRS}],
    "Placement": {
        "Constraints": _TEXTS,
        "MaxReplicas": int,
        "Platforms": [dict],
        "Preferences": [{"Spread": {"SpreadDescriptor": str}}],
    },
    "Resources": {"Limits": _RESOURCES, "Reservations": _RESOURCES},
    "RestartPolicy": {"Condition": str, "Delay": int, "MaxAttempts": int, "Window": int},
    "ForceUpdate": int,
    "Runtime": str,
}
_PORTS = [
    {
        "Protocol": str,
        "TargetPort": int,
        "PublishedPort": int,
        "PublishMode": str,
        "Name": str,
    }
]
_SERVICE_SPEC = {
    "Name": str,
    "Labels": _PAIRS,
    "TaskTemplate": _TASK_SPEC,
    "Mode": {
        "Replicated": {"Replicas": int},
        "Global": dict,
        "ReplicatedJob": {"MaxConcurrent": int, "TotalCompletions": int},
        "GlobalJob": dict,
    },
    "UpdateConfig": _UPDATE,
    "RollbackConfig": _UPDATE,
    "Networks": _TASK_SPEC["Networks"],
    "EndpointSpec": {"Mode": str, "Ports": _PORTS},
}
_SERVICE = {
    "ID": str,
    "CreatedAt": str,
    "UpdatedAt": str,
    "Spec": _SERVICE_SPEC,
    "PreviousSpec": _SERVICE_SPEC,
    "Endpoint": {"Ports": _PORTS},
    "UpdateStatus": {"State": str, "Message": str},
}
_TASK = {
    **dict.fromkeys(("ID", "ServiceID", "NodeID", "DesiredState", "CreatedAt"), str),
    "Slot": int,
    "Spec": _TASK_SPEC,
    "Status": {"State": str, "Err": str, "Message": str, "Timestamp": str},
    "NetworksAttachments": [{"Network": {"ID": str, "Spec": {"Name": str}}}],
}
_NODE = {
    "ID": str,
    "Spec": {"Role": str, "Availability": str, "Labels": _PAIRS},
    "Status": {"State": str, "Addr": str},
    "Description": {
        "Hostname": str,
        "Platform": {"Architecture": str, "OS": str},
        "Engine": {"EngineVersion": str, "Labels": _PAIRS, "Plugins": [dict]},
        "Resources": _RESOURCES,
    },
}
_KEPT = {
    "ID": str,
    "CreatedAt": str,
    "Spec": {"Name": str, "Labels": _PAIRS, "Data": str, "Driver": dict, "Templating": dict},
}

#: Of the parts of a saved state.
SHAPES: dict[str, Any] = {
    "containers": [_CONTAINER],
    "networks": [_NETWORK],
    "volumes": [_VOLUME],
    "images": [_IMAGE],
    "services": [_SERVICE],
    "tasks": [_TASK],
    "nodes": [_NODE],
    "secrets": [_KEPT],
    "configs": [_KEPT],
    "inspected": Each(_INSPECTED),
    "image_details": Each(_DETAILS),
    "listening": [{"address": str, "port": int, "protocol": str}],
    "notes": _TEXTS,
    "engine": {
        **dict.fromkeys(("name", "version", "api_version", "product", "id", "os"), str),
        **dict.fromkeys(("architecture", "default_runtime", "log_driver"), str),
        **dict.fromkeys(("swarm", "manager", "rootless", "local"), bool),
        **dict.fromkeys(("runtimes", "network_drivers", "volume_drivers"), _TEXTS),
        "cgroup_version": str,
        "log_drivers": _TEXTS,
        "address_pools": [{"Base": str, "Size": int}],
    },
}

#: Of one container or image that is looked at closer.
ONE = {"containers": _INSPECTED, "images": _DETAILS}

_CALLED = {
    str: "no text",
    int: "no whole number",
    bool: "neither true nor false",
    dict: "no object",
    list: "no list",
}


def misshapen(value: Any, shape: Any, place: str) -> str | None:
    """Where a value is not of its shape, as `containers[0].Labels is no object`; None where it is.

    A boolean is no number; null is anything, but no item of a list.
    """
    if value is None:
        return None
    if isinstance(shape, type):
        return None if type(value) is shape else f"{place} is {_CALLED[shape]}"
    if type(shape) is list:
        return _list(value, shape[0], place)
    if type(value) is not dict:
        return f"{place} is no object"
    if type(shape) is Each:
        if shape.shape is str and None in value.values():
            return f"{place} has a null for a text"
        return _first((one, shape.shape, f"{place}.{name}") for name, one in value.items())
    return _first(
        (value[key], inner, f"{place}.{key}") for key, inner in shape.items() if key in value
    )


def _list(value: Any, shape: Any, place: str) -> str | None:
    if type(value) is not list:
        return f"{place} is no list"
    for index, one in enumerate(value):
        if one is None:
            return f"{place}[{index}] is null"
        wrong = misshapen(one, shape, f"{place}[{index}]")
        if wrong is not None:
            return wrong
    return None


def _first(parts: Any) -> str | None:
    for value, shape, place in parts:
        if value is not None:
            wrong = misshapen(value, shape, place)
            if wrong is not None:
                return wrong
    return None
