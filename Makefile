# What a change goes through before it is proposed.
.PHONY: all format lint test bench

all: format lint test

format:
	ruff format .
	ruff check --fix .

lint:
	ruff check .
	ruff format --check .
	mypy

test:
	python -m pytest

bench:
	python benchmarks/cold.py
	python benchmarks/scale.py
	python benchmarks/many.py
