"""More articles than one machine can read: the same records, made on a Ray cluster. Needs the extra `ray`.

run       a run of the command: groups → portions → parts     dataset   extract: inside a Ray Data pipeline of one's own
cluster   reaching the cluster, and its settings               actors    the model, loaded once an actor
files     what is to be read, on disks or in object stores     portions  a file's articles, cut into pieces of work
ids       no two articles of the run have the same id          parts     the folder of parts, named when it is whole

`import quotex` does not import this package, and nothing here imports ray before it is used.
"""

from quotex.ray.dataset import extract
from quotex.ray.run import ClusterRun, run_on_cluster

__all__ = ["ClusterRun", "extract", "run_on_cluster"]
