# Only an alias: everything is done by `run`, which needs nothing but Python.
.PHONY: demo test check stop lock
demo test check stop lock:
	@python3 run $@
