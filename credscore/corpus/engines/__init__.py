"""The engines that a corpus is scored on where one machine is outgrown: Spark, Ray Data, Dask.

Each module needs the extra of its name and runs ``BatchScorer`` (or, on Dask's pandas partitions,
``score_frame``), so that every row gets exactly what one process would give it.
"""
