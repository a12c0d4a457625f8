"""One module and one class for each resource of the array.

Each class is a mixin of :class:`hpe3parclient.client.HPE3ParClient`. A method
builds a path and a body and makes one call; how calls travel is none of its
business.
"""
