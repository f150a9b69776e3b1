"""s3-server.py DIR PORT [ADDRESS]: OpenStack Swift with its S3 API, from Debian's python3-swift, with all its state in DIR.

One port below 32768 serves four addresses of the loopback: the S3 API on ADDRESS, else 127.0.0.1, and behind it the account,
container and object servers on .2 to .4. DIR needs extended attributes (ext4, xfs, btrfs). Prints `ready URL` once
all four answer. SIGTERM ends it and its children, which also end when it is killed. The access key is test:tester,
its secret testing, the region us-east-1.
"""
import ctypes
import os
import pwd
import signal
import sys
import time
import urllib.request
import warnings

clock = time.time
sys.modules["s3_server"] = sys.modules["__main__"]
warnings.simplefilter("ignore")
# Read once, before the four servers part.
from swift.common import utils
from swift.common.ring import RingBuilder
from swift.common.wsgi import run_wsgi

SERVERS = {"account": "127.0.0.2", "container": "127.0.0.3", "object": "127.0.0.4", "proxy": "127.0.0.1"}

COMMON = """[DEFAULT]
bind_ip = {ip}
bind_port = {port}
swift_dir = {etc}
workers = 0
bind_timeout = 5
log_level = WARNING
user = {user}
"""

# A late update of a container would be left to a daemon that does not run here, and the object would never be
# listed: so it is waited for.
STORAGE = COMMON + """devices = {home}/devices
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
[pipeline:main]
pipeline = healthcheck {name}-server
[filter:healthcheck]
use = egg:swift#healthcheck
[app:{name}-server]
use = egg:swift#{name}
log_requests = false
conn_timeout = 10
node_timeout = 60
container_update_timeout = 60
"""

FILTERS = ["catch_errors", "healthcheck", "cache", "listing_formats", "s3api", "tempauth", "copy", "slo", "dlo"]
OPTIONS = {
    "cache": "paste.filter_factory = s3_server:memory_cache",
    "s3api": "use = egg:swift#s3api\nlocation = us-east-1\ns3_acl = false\nauth_pipeline_check = true",
    "tempauth": "use = egg:swift#tempauth\nuser_test_tester = testing .admin",
}
PROXY = (
    COMMON
    + "[pipeline:main]\npipeline = " + " ".join(FILTERS) + " proxy-server\n"
    + "".join(f"[filter:{name}]\n{OPTIONS.get(name, f'use = egg:swift#{name}')}\n" for name in FILTERS)
    + """[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
conn_timeout = 10
node_timeout = 60
recoverable_node_timeout = 60
error_suppression_limit = 1000000
"""
)


def configure(home, port):
    etc = os.path.join(home, "etc")
    for folder in (etc, os.path.join(home, "devices", "d0")):
        os.makedirs(folder, exist_ok=True)
    os.setxattr(os.path.join(home, "devices", "d0"), "user.test", b"1")
    with open(os.path.join(etc, "swift.conf"), "w") as file:
        file.write("[swift-hash]\nswift_hash_path_prefix = test\nswift_hash_path_suffix = test\n"
                   "[storage-policy:0]\nname = one\ndefault = yes\n")
    user = pwd.getpwuid(os.getuid()).pw_name
    for name, ip in SERVERS.items():
        text = PROXY if name == "proxy" else STORAGE
        with open(os.path.join(etc, name + ".conf"), "w") as file:
            file.write(text.format(name=name, ip=ip, port=port, etc=etc, home=home, user=user))
        if name == "proxy":
            continue
        builder = RingBuilder(4, 1, 0)
        builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": ip, "port": port, "replication_ip": ip,
                         "replication_port": port, "device": "d0", "weight": 100.0, "meta": ""})
        builder.rebalance(seed=1)
        builder.get_ring().save(os.path.join(etc, name + ".ring.gz"))
    return etc


def start(home, etc, name):
    """Forks one of the four servers, which ends with its parent; answers its process id."""
    pid = os.fork()
    if pid:
        return pid
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    log = os.open(os.path.join(home, name + ".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(log, number)
    utils.set_swift_dir(etc)
    sys.exit(run_wsgi(os.path.join(etc, name + ".conf"), name + "-server", verbose=True))


class MemoryCache(dict):
    """Stands in for memcached: a single proxy may keep what it knows of accounts and containers by itself."""

    def __bool__(self):
        return True

    def get(self, key, raise_on_error=False):
        value, until = dict.get(self, key, (None, 0))
        return None if until and until < time.time() else value

    def set(self, key, value, serialize=True, time=0, **_):
        self[key] = (value, time and clock() + time)

    def delete(self, key, server_key=None):
        self.pop(key, None)

    def incr(self, key, delta=1, time=0):
        self.set(key, max(0, (self.get(key) or 0) + delta), time=time)
        return self.get(key)

    def set_multi(self, mapping, server_key=None, **how):
        for key, value in mapping.items():
            self.set(key, value, **how)

    def get_multi(self, keys, server_key=None):
        return [self.get(key) for key in keys]


def memory_cache(global_conf, **local_conf):
    cache = MemoryCache()

    def wrap(app):
        return lambda env, respond: app({**env, "swift.cache": cache}, respond)

    return wrap


def answers(ip, port):
    try:
        return urllib.request.urlopen(f"http://{ip}:{port}/healthcheck", timeout=5).status == 200
    except OSError:
        return False


def main(home, port):
    etc = configure(home, port)
    children = [start(home, etc, name) for name in SERVERS]

    def stop(*_):
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not all(answers(ip, port) for ip in SERVERS.values()):
        if os.waitpid(-1, os.WNOHANG)[0]:
            sys.exit(f"a server ended by itself: see the logs in {home}")
        time.sleep(0.05)
    print(f"ready http://{SERVERS['proxy']}:{port}", flush=True)
    os.wait()
    sys.exit(f"a server ended by itself: see the logs in {home}")


SERVERS["proxy"] = (sys.argv + ["127.0.0.1"])[3]
main(os.path.abspath(sys.argv[1]), int(sys.argv[2]))
