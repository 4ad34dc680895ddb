"""What pyproject.toml cannot say for good yet: the compiled part."""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "credscore._native",
            ["credscore/_native.c"],
            # It makes nothing but speed: without a compiler the install goes on without it.
            optional=True,
            # Debugging symbols name the folder of the build, and the same source shall make the
            # same wheel.
            extra_compile_args=["-O2", "-g0"],
        )
    ]
)
