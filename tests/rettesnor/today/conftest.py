"""The house of the practice tests: Amina with two children, Sofie her contact person, Bodil the elder child's adult."""

from tests.rettesnor.practice.conftest import amina, document, elder, younger

__all__ = ("amina", "document", "elder", "younger")
