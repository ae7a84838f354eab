from rettesnor.residency.urls.enquiries import urlpatterns as enquiries
from rettesnor.residency.urls.stays import urlpatterns as stays

urlpatterns = [*enquiries, *stays]
